package io.larder.redis.model;

import static io.larder.redis.model.Rule.BUS_RAISES;
import static io.larder.redis.model.Rule.OWN_NEAR;
import static io.larder.redis.model.Rule.OWN_NEAR_AFTER;

/**
 * A node with a near tier, and announcements that may be lost.
 *
 * <p>A copy is served by the last heartbeat whose clock the bus has reached, for as long as the
 * bound allows from when that was sent. So what must never be is a copy that had been ended when
 * its heartbeat was sent, however long ago that is: then nothing is served that was ended longer
 * ago than the bound. Nor may a copy be served that the node itself has ended by a call that has
 * returned.
 */
final class BusWorld extends World {

  static final int MOST_CLOCK = 7;
  static final int MOST_VERSIONS = 3;
  private static final int ID = 1;

  final Cell clock = cell("clock", MOST_CLOCK);

  /** Which server answers; another after a failover. */
  final Cell run = cell("run id", 1);

  /** Stands for the server's microseconds: above every value that the clock has ever had. */
  private final Cell time = cell("time", MOST_CLOCK);

  private final Cell floor = cell("floor", MOST_CLOCK);
  private final Cell tag = cell("tag", MOST_CLOCK);
  private final Slot entry = slot("entry", ID, MOST_CLOCK, MOST_VERSIONS);
  private final Cell source = cell("source", MOST_VERSIONS);

  /** The newest version whose write has returned. */
  final Cell due = cell("due", MOST_VERSIONS);

  /** The newest version that the node itself has brought. */
  private final Cell own = cell("own", MOST_VERSIONS);

  private final Pipe pipe = new Pipe(this, MOST_CLOCK);
  private final NearTier near = new NearTier(this, pipe);

  /** Creates it with an entry of version 0. */
  BusWorld(Rules rules) {
    super(rules);
    start(clock, 1);
    start(time, 1);
    start(entry.id(), ID);
    start(entry.asOf(), 1);
    start(entry.value(), 1);
    near.listens();
    near.beats();
    fills();
  }

  /** The clock stands at that value in the beginning, and the replica's far behind. */
  BusWorld startsAt(int value) {
    start(clock, value);
    start(time, value);
    near.startsAt(value);
    return this;
  }

  @Override
  void check(State s) {
    if (near.serves(s)) {
      reach("a near hit of version " + near.version(s));
      if (near.version(s) < s.get(own)) {
        s.violate("near: version " + near.version(s) + ", which this node has ended itself");
      } else if (near.version(s) < near.promised(s)) {
        s.violate("near: version " + near.version(s) + ", which was ended before the heartbeat");
      }
    }
  }

  /** Adds a thread of the node that looks up or loads, and fills the near tier. */
  private void fills() {
    Actor a = actor("the node");
    Slot found = a.localSlot("found", entry);
    a.forever();
    a.step(
        "looks up, and reads the entry",
        s -> {
          near.begin(s);
          found.copy(s, entry);
        });
    a.step(
        "reads the marks",
        s -> {
          if (found.isThere(s) && s.get(found.asOf()) >= Math.max(s.get(floor), s.get(tag))) {
            a.go(s, "fills near");
          } else {
            found.write(s, ID, s.get(clock), 0);
          }
        });
    a.step("reads the source", s -> found.write(s, ID, s.get(found.asOf()), s.get(source)));
    a.step("fills near", s -> near.fill(s, s.get(found.asOf()), found.version(s)));
  }

  /** A call elsewhere that evicts the key. */
  BusWorld evicts() {
    Actor a = actor("E");
    Cell version = a.local("version", MOST_VERSIONS);
    Cell used = a.local("run id", 1);
    a.step("changes the source", s -> s.set(version, s.add(source, 1)));
    a.step(
        "removes the key",
        s -> {
          entry.clear(s);
          s.copy(used, run);
        });
    a.step(
        "moves the clock, announces and returns",
        s -> {
          if (s.get(used) != s.get(run)) {
            a.go(s, "removes the key"); // its connection has broken half way
          } else {
            move(s, Pipe.KEY);
            s.raise(due, s.get(version));
          }
        });
    return this;
  }

  /** A call elsewhere that invalidates the tag. */
  BusWorld invalidates() {
    Actor a = actor("T");
    Cell version = a.local("version", MOST_VERSIONS);
    a.step("changes the source", s -> s.set(version, s.add(source, 1)));
    a.step(
        "moves the clock, sets the tag, announces and returns",
        s -> {
          s.set(tag, move(s, Pipe.TAG));
          s.raise(due, s.get(version));
        });
    return this;
  }

  /** A call elsewhere that evicts another key. */
  BusWorld evictsAnotherKey() {
    actor("another key's E").step("moves the clock and announces", s -> move(s, Pipe.OTHER));
    return this;
  }

  /** A call of the node itself that evicts the key. */
  BusWorld evictsItself() {
    Actor a = actor("the node's E");
    Cell version = a.local("version", MOST_VERSIONS);
    a.step("changes the source", s -> s.set(version, s.add(source, 1)));
    if (!holds(OWN_NEAR_AFTER)) {
      a.step("removes it near", s -> near.apply(s, Pipe.KEY, 0));
    }
    a.step("removes the key", entry::clear);
    a.step("moves the clock and announces", s -> move(s, Pipe.KEY));
    a.step(
        "removes it near, and returns",
        s -> {
          if (holds(OWN_NEAR) && holds(OWN_NEAR_AFTER)) {
            near.apply(s, Pipe.KEY, 0);
          }
          s.raise(own, s.get(version));
        });
    return this;
  }

  /** A call of the node itself that invalidates the tag. */
  BusWorld invalidatesItself() {
    Actor a = actor("the node's T");
    Cell version = a.local("version", MOST_VERSIONS);
    Cell value = a.local("value", MOST_CLOCK);
    a.step("changes the source", s -> s.set(version, s.add(source, 1)));
    a.step(
        "moves the clock, sets the tag and announces",
        s -> {
          s.set(value, move(s, Pipe.TAG));
          s.copy(tag, clock);
        });
    a.step(
        "sets it near, and returns",
        s -> {
          if (holds(OWN_NEAR)) {
            near.apply(s, Pipe.TAG, s.get(value));
          }
          s.raise(own, s.get(version));
        });
    return this;
  }

  private int move(State s, int kind) {
    int value = s.add(clock, 1);
    s.raise(time, value);
    pipe.announce(s, value, kind);
    return value;
  }

  /** Raises clock and floor above all that was ever announced; returns the clock. */
  int raise(State s) {
    if (holds(BUS_RAISES)) {
      reach("a raised clock");
      s.raise(clock, s.get(time));
      s.set(floor, move(s, Pipe.ALL));
    }
    return s.get(clock);
  }

  BusWorld losesAnnouncements() {
    actor("an announcement").forever().step("is lost", s -> !pipe.isEmpty(s), pipe::remove);
    return this;
  }

  /** The connection breaks and is made again, and the bus goes on from the clock as it is then. */
  BusWorld losesTheConnection() {
    near.reconnects(true);
    return this;
  }

  /** The same, but nothing is done about it. */
  BusWorld losesTheConnectionUnnoticed() {
    near.reconnects(false);
    return this;
  }

  /**
   * A replica takes over that has heard of nothing yet. What was lost is due no more.
   *
   * @param breaksTheConnection whether the announcements came from the server that is gone; on a
   *     cluster they may come from another
   */
  BusWorld failsOver(boolean breaksTheConnection) {
    actor("the replica")
        .step(
            "takes over",
            s -> {
              s.set(clock, 1);
              s.set(run, 1);
              s.clear(floor, tag, due);
              near.losesPromises(s);
              entry.write(s, ID, 1, 0);
              if (breaksTheConnection) {
                pipe.breakOff(s);
              }
            });
    return this;
  }
}
