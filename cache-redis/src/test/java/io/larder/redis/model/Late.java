package io.larder.redis.model;

/** A put's write that its caller has given up, and that reaches the server at any time later. */
final class Late {

  private final LossWorld world;
  private final Cell there;
  private final Cell claim;
  private final Cell writeId;
  private final Cell stamp;
  private final Cell version;

  Late(LossWorld world) {
    this.world = world;
    there = world.cell("late write", 1);
    claim = world.cell("late claim", Server.MOST_IDS);
    writeId = world.cell("late id", Server.MOST_IDS);
    stamp = world.cell("late stamp", Server.MOST_CLOCK);
    version = world.cell("late version", Server.MOST_VERSIONS);
    world
        .actor("the network")
        .step(
            "delivers what was late",
            s -> world.isUp(s) && s.is(there),
            s -> {
              Writing.put(world, s, s.get(claim), s.get(writeId), s.get(stamp), s.get(version));
              s.set(there, 0);
            });
  }

  void hold(State s, int itsClaim, int itsId, int itsStamp, int itsVersion) {
    s.set(there, 1);
    s.set(claim, itsClaim);
    s.set(writeId, itsId);
    s.set(stamp, itsStamp);
    s.set(version, itsVersion);
  }

  /** Writes it whatever lies there, as a put must not be replayed. */
  void writeAnyway(State s) {
    world.server.entry.write(s, s.get(writeId), s.get(stamp), s.get(version));
  }
}
