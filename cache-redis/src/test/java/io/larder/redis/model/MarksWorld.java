package io.larder.redis.model;

import static io.larder.redis.model.Rule.CLEAR_MARK;
import static io.larder.redis.model.Rule.FLOOR;
import static io.larder.redis.model.Rule.FLOOR_RISES;
import static io.larder.redis.model.Rule.LAST;
import static io.larder.redis.model.Rule.TAGS_OF_ENTRY;

import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;

/**
 * All marks, and entries whose tags change: the source lies in one of two groups, and moves to the
 * other with each change. An entry carries the group of the version that it was computed from.
 *
 * <p>Who is there is said with a letter each:
 *
 * <ul>
 *   <li>T changes the source and invalidates the tag of the group that it has left
 *   <li>C changes the source and clears the view, A clears all
 *   <li>L looks up, with the marks of whatever tags its node remembers, and loads
 * </ul>
 *
 * <p>There is room for one tag's mark. A reader is never given a version that somebody has ended
 * who returned before its call began.
 */
final class MarksWorld extends World {

  private static final int MOST_MOVES = 3;
  private static final int MOST_IDS = 15;

  private enum Verdict {
    VALID,
    INVALID,
    UNKNOWN
  }

  private final Cell clock = cell("clock", MOST_MOVES);
  private final Cell floor = cell("floor", MOST_MOVES);
  private final Cell last = cell("last", MOST_MOVES);
  private final Cell clear = cell("clear mark", MOST_MOVES);
  private final Cell[] tags = {cell("tag 0", MOST_MOVES), cell("tag 1", MOST_MOVES)};
  private final Cell source = cell("source", MOST_MOVES);
  private final Slot entry = slot("entry", MOST_IDS, MOST_MOVES, MOST_MOVES);

  /** A bit for each version that nobody is to be given any more. */
  private final Cell ended = cell("ended", (1 << MOST_MOVES + 1) - 1);

  private int ids;

  /** Creates it with an entry of version 0, in group 0. */
  MarksWorld(Rules rules, String who) {
    super(rules);
    start(entry.id(), MOST_IDS);
    start(entry.value(), 1);
    everyone(who, this::add);
  }

  private void add(Actor actor, char kind) {
    switch (kind) {
      case 'T' -> change(actor, "invalidates the tag", this::invalidate, old -> 1 << old);
      case 'C' -> change(actor, "clears the view", this::clearView, MarksWorld::andOlder);
      case 'A' -> change(actor, "clears all", this::clearAll, MarksWorld::andOlder);
      case 'L' -> load(actor, ++ids, ++ids);
      default -> throw new IllegalArgumentException("nobody is called " + kind);
    }
  }

  private void change(
      Actor writer, String what, ObjIntConsumer<State> how, IntUnaryOperator versions) {
    Cell old = writer.local("old", MOST_MOVES);
    writer.step(
        "changes the source",
        s -> {
          s.copy(old, source);
          s.add(source, 1);
        });
    writer.step(
        what,
        s -> {
          s.add(clock, 1);
          how.accept(s, s.get(old));
          s.set(ended, s.get(ended) | versions.applyAsInt(s.get(old)));
        });
  }

  private static int andOlder(int version) {
    return (1 << version + 1) - 1;
  }

  private void invalidate(State s, int old) {
    int group = old % 2;
    int other = 1 - group;
    s.copy(tags[group], clock);
    if (holds(LAST)) {
      s.copy(last, clock);
    }
    if (s.is(tags[other])) {
      reach("a dropped tag");
      if (holds(FLOOR_RISES)) {
        s.raise(floor, s.get(tags[other]));
      }
      s.set(tags[other], 0);
    }
  }

  private void clearView(State s, int old) {
    s.copy(clear, clock);
  }

  private void clearAll(State s, int old) {
    s.copy(floor, clock);
    s.copy(last, clock);
  }

  private void load(Actor l, int claimId, int writeId) {
    Cell must = l.local("must not", ended.most());
    Cell stamp = l.local("stamp", MOST_MOVES);
    Cell claim = l.local("claim", MOST_IDS);
    Cell version = l.local("version", MOST_MOVES);
    Slot found = l.localSlot("found", entry);
    l.step(
        "begins and reads the entry",
        s -> {
          s.copy(must, ended);
          found.copy(s, entry);
        });
    l.step("asks for the marks of no tag", s -> judge(s, l, found, 0, must))
        .or("asks for the mark of tag 0", s -> true, s -> judge(s, l, found, 1, must))
        .or("asks for the mark of tag 1", s -> true, s -> judge(s, l, found, 2, must));
    l.step("asks for the marks of its tags", s -> judge(s, l, found, 3, must));
    l.step(
        "reads the clock and claims the key",
        s -> {
          s.copy(stamp, clock);
          s.set(claim, entry.claim(s, claimId));
        });
    l.step("reads the source", s -> s.copy(version, source));
    l.step(
        "fills and returns",
        s -> {
          if (s.get(entry.id()) == s.get(claim)) {
            entry.write(s, writeId, s.get(stamp), s.get(version));
          }
          returns(s, l, s.get(version), must);
        });
  }

  private void judge(State s, Actor l, Slot found, int asked, Cell must) {
    Verdict verdict = verdict(s, found, asked);
    if (verdict == Verdict.VALID) {
      reach("a hit after " + Integer.bitCount(asked) + " tags");
      returns(s, l, found.version(s), must);
    } else if (verdict == Verdict.INVALID) {
      found.clear(s);
      l.go(s, "reads the clock and claims the key");
    } else {
      reach("a second question");
    }
  }

  /** Judges by the marks as they are now, of the tags that were asked for. */
  private Verdict verdict(State s, Slot found, int asked) {
    int asOf = s.get(found.asOf());
    if (!found.holdsValue(s) || asOf < s.get(clear) && holds(CLEAR_MARK)) {
      return Verdict.INVALID;
    }
    boolean aboveFloor = asOf >= s.get(floor) || !holds(FLOOR);
    if (asOf >= s.get(last) && aboveFloor) {
      return Verdict.VALID;
    } else if (!aboveFloor) {
      return Verdict.INVALID;
    }
    int group = found.version(s) % 2;
    if ((asked & 1 << group) == 0) {
      return holds(TAGS_OF_ENTRY) ? Verdict.UNKNOWN : Verdict.VALID;
    }
    return asOf < s.get(tags[group]) ? Verdict.INVALID : Verdict.VALID;
  }

  private void returns(State s, Actor actor, int version, Cell must) {
    if ((s.get(must) & 1 << version) != 0) {
      s.violate(actor.name() + " returns version " + version + ", which had been ended");
    }
    actor.end(s);
  }
}
