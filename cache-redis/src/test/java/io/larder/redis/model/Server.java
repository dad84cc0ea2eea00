package io.larder.redis.model;

import static io.larder.redis.model.Rule.RAISE;
import static io.larder.redis.model.Rule.RAISE_ABOVE_TIME;
import static io.larder.redis.model.Rule.RESTORE_ABOVE_SEEN;
import static io.larder.redis.model.Rule.RESTORE_ABOVE_TIME;
import static io.larder.redis.model.Rule.RESTORE_FLOOR;

/**
 * What lies on the server: the meta key with the clock, one key with one tag, and a replica or
 * snapshot that may take its place. Its methods are the scripts, each one step.
 *
 * <p>The two keys may lie on two shards, which lose what they lose independently of each other.
 */
final class Server {

  static final int MOST_CLOCK = 15;
  static final int MOST_VERSIONS = 3;
  static final int MOST_IDS = 15;
  private static final int MOST_RUNS = 3;

  /** The two keys, which on a cluster lie on different servers. */
  enum Shard {
    META,
    ENTRY
  }

  private final World world;

  /** 0 where the meta key is lost. */
  final Cell clock;

  final Cell floor;
  final Cell last;
  final Cell tag;
  final Slot entry;
  final Cell metaRun;
  final Cell entryRun;

  /** Stands for the server's microseconds: above every value that the clock has ever had. */
  private final Cell time;

  private final Cell oldClock;
  private final Cell oldFloor;
  private final Cell oldLast;
  private final Cell oldTag;
  private final Slot oldEntry;

  /** Whether the server's wall clock is one that has gone back behind all that it has shown. */
  private boolean timeIsBack;

  /** Creates it with the clock at 1, and an entry of version 0 that is as old. */
  Server(World world) {
    this.world = world;
    clock = world.cell("clock", MOST_CLOCK);
    floor = world.cell("floor", MOST_CLOCK);
    last = world.cell("last", MOST_CLOCK);
    tag = world.cell("tag", MOST_CLOCK);
    entry = world.slot("entry", MOST_IDS, MOST_CLOCK, MOST_VERSIONS);
    metaRun = world.cell("meta's run id", MOST_RUNS);
    entryRun = world.cell("entry's run id", MOST_RUNS);
    time = world.cell("time", MOST_CLOCK);
    oldClock = world.cell("replica's clock", MOST_CLOCK);
    oldFloor = world.cell("replica's floor", MOST_CLOCK);
    oldLast = world.cell("replica's last", MOST_CLOCK);
    oldTag = world.cell("replica's tag", MOST_CLOCK);
    oldEntry = world.slot("replica's entry", MOST_IDS, MOST_CLOCK, MOST_VERSIONS);
    world.start(entry.id(), MOST_IDS);
    world.start(entry.value(), 1);
    startsAt(1);
  }

  /** The clock stands at that value in the beginning, and the entry is from then. */
  void startsAt(int value) {
    clockStartsAt(value);
    for (Cell mark : new Cell[] {floor, last, entry.asOf()}) {
      world.start(mark, value);
    }
  }

  /** The clock stands at that value in the beginning. */
  void clockStartsAt(int value) {
    world.start(clock, value);
    world.start(time, value);
  }

  void timeIsBack() {
    timeIsBack = true;
  }

  /** Restores a clock that is lost or behind the caller; returns whether it had to. */
  boolean restore(State s, int seen) {
    int shown = world.holds(RESTORE_ABOVE_SEEN) ? seen : 0;
    if (s.is(clock) && s.get(clock) >= shown) {
      return false;
    }
    boolean isLost = !s.is(clock);
    int highest = Math.max(s.get(clock), shown);
    if (world.holds(RESTORE_ABOVE_TIME)) {
      highest = Math.max(highest, time(s));
    }
    set(s, highest + 1);
    if (world.holds(RESTORE_FLOOR)) {
      s.copy(floor, clock);
      s.copy(last, clock);
    }
    world.reach(isLost ? "a restored clock" : "a clock behind its caller");
    return true;
  }

  /** Moves the clock and returns its value; the caller sets marks to it in the same step. */
  int move(State s) {
    set(s, s.get(clock) + 1);
    return s.get(clock);
  }

  /** Ends everything that is older. */
  void raise(State s, int seen) {
    int above = Math.max(s.get(clock), seen);
    set(s, (world.holds(RAISE_ABOVE_TIME) ? Math.max(above, time(s)) : above) + 1);
    if (world.holds(RAISE)) {
      s.copy(floor, clock);
      s.copy(last, clock);
    }
  }

  /** Returns the as-of below which the marks let nothing be served. */
  int least(State s) {
    return Math.max(s.get(floor), Math.min(s.get(last), s.get(tag)));
  }

  void loseMeta(State s) {
    s.clear(clock, floor, last, tag);
  }

  /** From now on the replica does not hear of what happens. */
  void stopFollowing(State s, Shard shard) {
    if (shard == Shard.ENTRY) {
      oldEntry.copy(s, entry);
    } else {
      s.copy(oldClock, clock);
      s.copy(oldFloor, floor);
      s.copy(oldLast, last);
      s.copy(oldTag, tag);
    }
  }

  void failOver(State s, Shard shard) {
    if (shard == Shard.ENTRY) {
      entry.copy(s, oldEntry);
      oldEntry.clear(s);
      s.add(entryRun, 1);
    } else {
      s.copy(clock, oldClock);
      s.copy(floor, oldFloor);
      s.copy(last, oldLast);
      s.copy(tag, oldTag);
      s.clear(oldClock, oldFloor, oldLast, oldTag);
      s.add(metaRun, 1);
    }
  }

  /** A replica takes over that has heard of nothing since the clock stood at 1. */
  void failOverFarBehind(State s, Shard shard) {
    if (shard == Shard.ENTRY) {
      entry.write(s, MOST_IDS, 1, 0);
      s.add(entryRun, 1);
    } else {
      for (Cell mark : new Cell[] {clock, floor, last}) {
        s.set(mark, 1);
      }
      s.clear(tag);
      s.add(metaRun, 1);
    }
  }

  private int time(State s) {
    return timeIsBack ? 0 : s.get(time);
  }

  private void set(State s, int value) {
    s.set(clock, value);
    s.raise(time, value);
  }
}
