package io.larder.redis.model;

/**
 * An invalidation on its way: what becomes of it if the server is not to be asked, or is silent.
 */
final class Sent {

  private final Node node;
  private final LossWorld world;
  private final Actor actor;
  private final int what;
  private final Cell version;
  private final Cell before;
  private final Cell value;
  private final Cell restored;
  private final Cell metaRun;
  private final Cell entryRun;

  /**
   * Creates it.
   *
   * @param what it ends, as in {@link Kept}
   * @param version what it has brought, so that all before it are ended
   */
  Sent(Node node, Actor actor, int what, Cell version) {
    this.node = node;
    this.world = node.world;
    this.actor = actor;
    this.what = what;
    this.version = version;
    before = actor.local("had seen", Server.MOST_CLOCK);
    value = actor.local("value", Server.MOST_CLOCK);
    restored = actor.local("has restored", 1);
    metaRun = actor.local("meta's run id", node.server.metaRun.most());
    entryRun = actor.local("entry's run id", node.server.entryRun.most());
  }

  void send(State s) {
    s.copy(before, node.seen);
    s.copy(entryRun, node.server.entryRun);
  }

  /** The second command of a pipeline: if its connection has broken, both are sent again. */
  void moveOrAgain(State s, String first) {
    if (world.isOneServer() && s.get(entryRun) != s.get(node.server.entryRun)) {
      actor.go(s, first);
    } else {
      move(s);
    }
  }

  /** Moves the clock on the server. */
  void move(State s) {
    s.set(restored, node.server.restore(s, s.get(before)) ? 1 : 0);
    s.set(value, node.server.move(s));
    s.copy(metaRun, node.server.metaRun);
  }

  /** The call returns: applied. */
  void answered(State s) {
    s.raise(node.seen, s.get(value));
    s.raise(node.own, s.get(version));
    boolean isLost =
        s.get(metaRun) != s.get(node.server.metaRun)
            || s.get(entryRun) != s.get(node.server.entryRun);
    if (!isLost) {
      s.raise(world.due, s.get(version));
    }
    node.kept.applied(s, what);
    if (s.is(restored)) {
      node.kept.replayRecent(s);
      s.add(node.epoch, 1);
    }
  }

  /** The call returns: deferred. Its node is not to read what it ends any more either. */
  void keep(State s) {
    node.kept.add(s, what);
    s.raise(node.own, s.get(version));
    actor.end(s);
  }

  /** Instead of the step before: nobody may ask the server now. */
  void orKeeps() {
    actor.or("is kept", s -> !node.isReady(s), this::keep);
  }

  /** Instead of the step before: the connection breaks half way. */
  void orFails() {
    actor.or("fails half way, and is kept", s -> !world.isUp(s), this::keep);
  }

  /** Instead of the step before: the answer does not come. */
  void orHearsNothing() {
    actor.or("hears nothing, and is kept", s -> world.hasOutages(), this::keep);
  }
}
