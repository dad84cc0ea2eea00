package io.larder.redis.model;

import static io.larder.redis.model.Rule.CLAIM;
import static io.larder.redis.model.Rule.FLIGHT;
import static io.larder.redis.model.Rule.NEAR_TAG;
import static io.larder.redis.model.Rule.ORDER;
import static io.larder.redis.model.Rule.PUT_CAS;
import static io.larder.redis.model.Rule.PUT_STAMP;
import static io.larder.redis.model.Rule.TAG;

import java.util.function.Consumer;

/**
 * One key with one tag, writers, readers, and announcements that arrive late but are never lost.
 *
 * <p>Who is there is said with a letter each:
 *
 * <ul>
 *   <li>E evicts the key, P puts a value there, T invalidates the tag
 *   <li>L looks up and loads; W does so on the same node, and may join the first L's load
 *   <li>N does so on a node with a near tier, which all N share; D delivers the announcements to it
 *   <li>X: what lies under the key vanishes; Y: the near copy does
 *   <li>p and l are as P and L, but claim before they read the clock
 * </ul>
 *
 * <p>L and W never return what an E, P or T has ended that returned before their call began; N
 * never what one has ended whose announcement had been delivered before.
 */
final class ClaimWorld extends World {

  static final int MOST_MOVES = 3;
  static final int MOST_IDS = 15;

  private enum Kind {
    NONE,
    KEY,
    TAG
  }

  final Cell clock = cell("clock", MOST_MOVES);
  final Cell source = cell("source", MOST_MOVES);
  final Slot entry = slot("entry", MOST_IDS, MOST_MOVES, MOST_MOVES);
  private final Cell tag = cell("tag", MOST_MOVES);

  /** The newest version whose write has returned. */
  final Cell due = cell("due", MOST_MOVES);

  private final boolean hasNearTier;
  private final Cell[] announced = new Cell[MOST_MOVES];
  private final Cell[] announcedVersion = new Cell[MOST_MOVES];
  private final Cell delivered = cell("delivered", MOST_MOVES);
  final Cell deliveredVersion = cell("delivered version", MOST_MOVES);
  private final Slot near = slot("near", 1, MOST_MOVES, MOST_MOVES);
  private final Cell nearTag = cell("near tag", MOST_MOVES);

  /** Counts the announcements for the key that have been delivered. */
  final Cell nearEvents = cell("near events", MOST_MOVES);

  private int ids;

  ClaimWorld(Rules rules, String who) {
    super(rules);
    hasNearTier = who.contains("N");
    for (int i = 0; i < MOST_MOVES; i++) {
      announced[i] = cell("announced " + (i + 1), Kind.values().length - 1);
      announcedVersion[i] = cell("announced version " + (i + 1), MOST_MOVES);
    }
    ClaimReaders readers = new ClaimReaders(this, who.contains("W"));
    everyone(who, (actor, kind) -> add(actor, kind, readers));
  }

  private void add(Actor actor, char kind, ClaimReaders readers) {
    switch (kind) {
      case 'E' -> evict(actor);
      case 'P', 'p' -> put(actor, kind == 'p');
      case 'T' -> invalidate(actor);
      case 'L', 'l' -> readers.load(actor, kind == 'l');
      case 'W' -> readers.loadOrWait(actor);
      case 'N' -> readers.loadNear(actor);
      case 'D' ->
          actor.forever().step("delivers", s -> s.get(delivered) < s.get(clock), this::deliver);
      case 'X' -> actor.step("vanishes under the key", entry::isThere, entry::clear);
      case 'Y' -> actor.step("vanishes near", near::isThere, near::clear);
      default -> throw new IllegalArgumentException("nobody is called " + kind);
    }
  }

  int nextId() {
    return ++ids;
  }

  private void evict(Actor e) {
    Cell version = e.local("version", MOST_MOVES);
    e.step("changes the source", s -> s.set(version, s.add(source, 1)));
    twoSteps(
        e,
        holds(ORDER),
        "removes the key",
        entry::clear,
        "moves the clock and announces",
        s -> move(s, Kind.KEY, s.get(version)));
    e.returning(s -> s.raise(due, s.get(version)));
  }

  private void put(Actor p, boolean claimsFirst) {
    int claimId = nextId();
    int writeId = nextId();
    Cell stamp = p.local("stamp", MOST_MOVES);
    Cell claim = p.local("claim", MOST_IDS);
    Cell version = p.local("version", MOST_MOVES);
    twoSteps(
        p,
        !claimsFirst,
        "reads the clock",
        s -> s.copy(stamp, clock),
        "claims the key",
        s -> s.set(claim, entry.claim(s, claimId)));
    p.step("changes the source", s -> s.set(version, s.add(source, 1)));
    twoSteps(
        p,
        holds(ORDER),
        "writes, or leaves the key empty",
        s -> {
          if (s.get(entry.id()) == s.get(claim) || !holds(PUT_CAS)) {
            int asOf = s.get(holds(PUT_STAMP) ? stamp : clock);
            entry.write(s, writeId, asOf, s.get(version));
          } else {
            entry.clear(s);
          }
        },
        "moves the clock and announces",
        s -> move(s, Kind.KEY, s.get(version)));
    p.returning(s -> s.raise(due, s.get(version)));
  }

  private void invalidate(Actor t) {
    Cell version = t.local("version", MOST_MOVES);
    t.step("changes the source", s -> s.set(version, s.add(source, 1)));
    t.step(
        "moves the clock, sets the tag and announces",
        s -> s.set(tag, move(s, Kind.TAG, s.get(version))));
    t.returning(s -> s.raise(due, s.get(version)));
  }

  static void twoSteps(
      Actor actor,
      boolean inThisOrder,
      String first,
      Consumer<State> one,
      String second,
      Consumer<State> two) {
    if (inThisOrder) {
      actor.step(first, one).step(second, two);
    } else {
      actor.step(second, two).step(first, one);
    }
  }

  private int move(State s, Kind kind, int version) {
    int value = s.add(clock, 1);
    if (hasNearTier) {
      s.set(announced[value - 1], kind.ordinal());
      s.set(announcedVersion[value - 1], version);
    }
    return value;
  }

  /** Compares what was found with the marks as they are now. */
  boolean isValid(State s, Slot found) {
    return found.holdsValue(s) && (s.get(found.asOf()) >= s.get(tag) || !holds(TAG));
  }

  /** Stores what was loaded, if what was claimed still lies there. */
  void fill(State s, int claim, int writeId, int stamp, int version) {
    boolean lies = s.get(entry.id()) == claim;
    if (lies || !holds(CLAIM) && !entry.isThere(s)) {
      entry.write(s, writeId, stamp, version);
      reach("a fill");
    }
  }

  private void deliver(State s) {
    int at = s.get(delivered);
    if (s.get(announced[at]) == Kind.KEY.ordinal()) {
      near.clear(s);
      s.add(nearEvents, 1);
    } else {
      s.set(nearTag, at + 1);
    }
    s.raise(deliveredVersion, s.get(announcedVersion[at]));
    s.clear(announced[at], announcedVersion[at]);
    s.add(delivered, 1);
  }

  /** Returns the version of the near copy, or -1 if there is none that counts. */
  int nearVersion(State s) {
    boolean counts = s.get(near.asOf()) >= s.get(nearTag) || !holds(NEAR_TAG);
    return near.isThere(s) && counts ? near.version(s) : -1;
  }

  /** Takes a near copy, unless something was announced for the key since then. */
  void fillNear(State s, int eventsThen, int asOf, int version) {
    if (s.get(nearEvents) == eventsThen || !holds(FLIGHT)) {
      near.write(s, 1, asOf, version);
    }
  }
}
