package io.larder.redis.model;

import static io.larder.redis.model.Rule.APPLY_FIRST;
import static io.larder.redis.model.Rule.BUS_BACK;
import static io.larder.redis.model.Rule.BUS_IDENTITY;
import static io.larder.redis.model.Rule.FLIGHT;
import static io.larder.redis.model.Rule.GAP;
import static io.larder.redis.model.Rule.GAP_FLIGHT;
import static io.larder.redis.model.Rule.HEARTBEAT;
import static io.larder.redis.model.Rule.HEARTBEAT_REACHED;
import static io.larder.redis.model.Rule.HEARTBEAT_SENT;
import static io.larder.redis.model.Rule.NEAR_TAG;
import static io.larder.redis.model.Rule.RESYNC_DROPS;

/**
 * A node's near tier: one copy, what the bus has told, and the last heartbeat whose clock the bus
 * has reached, by which the copy may be served until that is too long ago.
 */
final class NearTier {

  /** The values of {@link #flight}. */
  private static final int FLYING = 1;

  private static final int CROSSED = 2;

  private final BusWorld world;
  private final Pipe pipe;

  /** The value of the last announcement that counts as applied. */
  private final Cell position;

  private final Slot copy;
  private final Cell tag;

  /** A look-up that may fill: 0 if there is none, 1, and 2 if something has crossed it. */
  private final Cell flight;

  private final Cell knownRun;
  private final Cell hasReached;

  /** What was due when the heartbeat was sent by which the copy may be served. */
  private final Cell promised;

  /** The clock of a heartbeat that the bus has not reached yet, and what was due when it began. */
  private final Cell awaited;

  private final Cell promisedThen;

  /** What was due when the heartbeat was sent that is on its way. */
  private final Cell promisedAtSending;

  NearTier(BusWorld world, Pipe pipe) {
    this.world = world;
    this.pipe = pipe;
    position = world.cell("bus at", BusWorld.MOST_CLOCK);
    startsAt(1);
    copy = world.slot("near", 1, BusWorld.MOST_CLOCK, BusWorld.MOST_VERSIONS);
    tag = world.cell("near tag", BusWorld.MOST_CLOCK);
    flight = world.cell("flight", CROSSED);
    knownRun = world.cell("known run id", 1);
    hasReached = world.cell("has reached a heartbeat", 1);
    promised = world.cell("promised", BusWorld.MOST_VERSIONS);
    awaited = world.cell("heartbeat awaited", BusWorld.MOST_CLOCK);
    promisedThen = world.cell("heartbeat's promise", BusWorld.MOST_VERSIONS);
    promisedAtSending = world.cell("promise at sending", BusWorld.MOST_VERSIONS);
  }

  void startsAt(int value) {
    world.start(position, value);
  }

  /** Returns whether the copy may be served, if the heartbeat is not too old. */
  boolean serves(State s) {
    return copy.isThere(s)
        && (s.get(copy.asOf()) >= s.get(tag) || !world.holds(NEAR_TAG))
        && (s.is(hasReached) || !world.holds(HEARTBEAT));
  }

  int version(State s) {
    return copy.version(s);
  }

  /** Returns the oldest version that may be served by the heartbeat. */
  int promised(State s) {
    return s.get(world.holds(HEARTBEAT) ? promised : world.due);
  }

  /** What is lost was promised in vain. */
  void losesPromises(State s) {
    s.clear(promised, promisedThen, promisedAtSending);
  }

  /** A look-up begins that may end with a fill; there is one at a time. */
  void begin(State s) {
    s.set(flight, FLYING);
  }

  /** Takes a copy, unless something has happened since its look-up began. */
  void fill(State s, int asOf, int version) {
    if (s.get(flight) == FLYING || !world.holds(FLIGHT)) {
      copy.write(s, 1, asOf, version);
    }
    s.clear(flight);
  }

  private void cross(State s) {
    if (s.is(flight)) {
      s.set(flight, CROSSED);
    }
  }

  private void drop(State s) {
    copy.clear(s);
    if (world.holds(GAP_FLIGHT)) {
      cross(s);
    }
  }

  /** Applies what was announced, or what this node itself has invalidated. */
  void apply(State s, int kind, int value) {
    if (kind == Pipe.KEY) {
      copy.clear(s);
      cross(s);
    } else if (kind == Pipe.TAG) {
      s.raise(tag, value);
    } else if (kind == Pipe.ALL) {
      drop(s);
    }
  }

  /** Adds the thread that takes announcements. */
  void listens() {
    Actor a = world.actor("the bus");
    a.forever();
    if (world.holds(APPLY_FIRST)) {
      a.step(
          "brings an announcement",
          s -> !pipe.isEmpty(s),
          s -> {
            arrived(s, pipe.kind(s), pipe.value(s));
            s.raise(position, pipe.value(s));
            pipe.remove(s);
            reach(s);
          });
    } else {
      Cell kind = a.local("kind", Pipe.ALL);
      Cell value = a.local("value", BusWorld.MOST_CLOCK);
      a.step(
          "brings an announcement, which is noted",
          s -> !pipe.isEmpty(s),
          s -> {
            s.set(kind, pipe.kind(s));
            s.set(value, pipe.value(s));
            s.copy(position, value);
            pipe.remove(s);
            reach(s);
          });
      a.step("applies it", s -> apply(s, s.get(kind), s.get(value)));
    }
  }

  /** What is not beyond the bus is of before its clock was raised, and ended already. */
  private void arrived(State s, int kind, int value) {
    int at = s.get(position);
    if (value > at + 1 && world.holds(GAP)) {
      world.reach("a gap");
      drop(s);
    } else if (value > at) {
      apply(s, kind, value);
    }
  }

  private void reach(State s) {
    if (s.is(awaited) && (s.get(position) >= s.get(awaited) || !world.holds(HEARTBEAT_REACHED))) {
      s.set(hasReached, 1);
      s.copy(promised, promisedThen);
      s.clear(awaited, promisedThen);
    }
  }

  /** Adds the thread that asks the server for its clock again and again. */
  void beats() {
    Actor a = world.actor("the heartbeat");
    Cell before = a.local("bus was at", BusWorld.MOST_CLOCK);
    Cell clock = a.local("clock", BusWorld.MOST_CLOCK);
    Cell run = a.local("run id", 1);
    a.forever();
    a.step(
        "is sent",
        s -> {
          s.copy(promisedAtSending, world.due);
          s.copy(before, position);
        });
    a.step(
        "is answered",
        s -> {
          s.copy(clock, world.clock);
          s.copy(run, world.run);
        });
    a.step(
        "arrives",
        s -> {
          boolean isAnother = s.get(run) != s.get(knownRun) && world.holds(BUS_IDENTITY);
          boolean wentBack = s.get(clock) < s.get(before) && world.holds(BUS_BACK);
          if (!isAnother && !wentBack) {
            s.copy(awaited, clock);
            s.copy(promisedThen, world.holds(HEARTBEAT_SENT) ? promisedAtSending : world.due);
            reach(s);
            a.end(s);
          }
          s.clear(promisedAtSending, before, clock);
        });
    a.step("has clock and floor raised", s -> s.set(clock, world.raise(s)));
    a.step(
        "takes the raised clock",
        s -> {
          s.copy(knownRun, run);
          s.raise(position, s.get(clock));
          s.clear(awaited, promisedThen);
          drop(s);
        });
  }

  /** Adds what happens when the connection has been lost. */
  void reconnects(boolean takesTheClock) {
    Actor a = world.actor("the connection");
    Cell clock = a.local("clock", BusWorld.MOST_CLOCK);
    a.step("breaks", pipe::isConnected, pipe::breakOff)
        .or("has broken", s -> !pipe.isConnected(s), s -> {});
    a.step("is made again", pipe::connect);
    if (takesTheClock) {
      a.step("reads the clock", s -> s.copy(clock, world.clock));
      a.step(
          "takes it",
          s -> {
            s.raise(position, s.get(clock));
            if (world.holds(RESYNC_DROPS)) {
              drop(s);
            }
            reach(s);
          });
    }
  }
}
