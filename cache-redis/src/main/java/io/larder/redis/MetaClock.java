package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The logical clock of a namespace, as this node has seen it.
 *
 * <p>The node remembers the highest value that it has seen. A lower one in the answer to a command
 * that was sent later means that the server has gone back, and has lost invalidations maybe.
 */
final class MetaClock {

  /** The number of tags whose marks are kept; older ones go, and the floor rises. */
  static final int MOST_TAGS = 100_000;

  /** An as-of further ahead than a year of microseconds was never read from this clock. */
  private static final long AHEAD = 366L * 86_400 * 1_000_000;

  private static final byte[] CLOCK = "clock".getBytes(US_ASCII);
  private static final byte[] FLOOR = Invalidation.FLOOR.getBytes(US_ASCII);
  private static final byte[] LAST = Invalidation.LAST.getBytes(US_ASCII);
  private static final int FIXED = 4;

  private final Nodes nodes;
  private final byte[] meta;
  private final byte[] mostMembers;
  private final AtomicLong highest = new AtomicLong();

  MetaClock(Nodes nodes, byte[] meta, int mostTags) {
    this.nodes = nodes;
    this.meta = meta;
    this.mostMembers = Integer.toString(mostTags).getBytes(US_ASCII);
  }

  /** Returns the highest value seen; to be read before a command is sent. */
  long seen() {
    return highest.get();
  }

  /**
   * Asks what look-ups ask, whatever the answer says; returns true.
   *
   * @throws JedisDataException if the server refuses the question
   */
  boolean touch() {
    try {
      long[] unused = nodes.ask(question(LAST, List.of()));
    } catch (JedisDataException e) {
      if (!Trouble.isWrongType(e)) {
        throw e;
      }
    }
    return true;
  }

  /**
   * Asks for the clock and for the server that has it, on one connection; restores the clock if it
   * is lost.
   *
   * @return nothing if the server has no room for it, or is a replica that does not know yet who
   *     has it now
   * @throws ClockRegressed if it has gone backwards
   */
  Optional<Pulse> pulse() {
    long before = seen();
    Question<String> server = Commands.info("server", meta);
    Question<String> replication = Commands.info("replication", meta);
    Question<long[]> question = question(LAST, List.of());
    nodes.ask(List.of(server, replication, question));
    Introduction told = Introduction.of("", server, replication);
    Marks marks = read(question, List.of(), before);
    return marks == null || told.replica()
        ? Optional.empty()
        : Optional.of(new Pulse(String.valueOf(told.id()), marks.clock()));
  }

  byte[] key() {
    return meta;
  }

  /**
   * Returns the question for the scores of the marks by which entries of a view are judged.
   *
   * @param clearMark the member that is the view's clear mark; not to be changed
   * @param tags what the entries carry, maybe
   */
  Question<long[]> question(byte[] clearMark, Collection<String> tags) {
    List<byte[]> members = new ArrayList<>(FIXED + 2 * tags.size());
    members.add(CLOCK);
    members.add(FLOOR);
    members.add(LAST);
    members.add(clearMark);
    for (String tag : tags) {
      members.add(("t:" + tag).getBytes(UTF_8));
      members.add(("s:" + tag).getBytes(UTF_8));
    }
    return Commands.zmscore(meta, members);
  }

  /**
   * Asks now, and returns what {@link #read} does.
   *
   * @throws ClockRegressed if the clock has gone backwards
   */
  @Nullable Marks marks(byte[] clearMark, Collection<String> tags) {
    long before = seen();
    Question<long[]> question = question(clearMark, tags);
    nodes.ask(List.of(question));
    return read(question, tags, before);
  }

  /**
   * Returns what the answer to a {@link #question} says; restores a clock that is lost, of another
   * type, or no number that it can be, and returns {@code null} if the server has no room for it.
   *
   * @param before what {@link #seen} was before the question was sent
   * @throws ClockRegressed if the clock has gone backwards
   */
  @Nullable Marks read(Question<long[]> question, Collection<String> tags, long before) {
    long[] scores;
    try {
      scores = question.answer();
    } catch (JedisDataException e) {
      if (!Trouble.isWrongType(e)) {
        throw e;
      }
      return look(before);
    }
    long clock = score(scores, 0);
    if (!isClock(clock) || !isClock(score(scores, 1)) || !isClock(score(scores, 2))) {
      return look(before);
    }
    saw(clock, before);
    Map<String, long[]> marks = Map.of();
    if (!tags.isEmpty()) {
      marks = new HashMap<>();
      int at = FIXED;
      for (String tag : tags) {
        marks.put(tag, new long[] {score(scores, at), score(scores, at + 1)});
        at += 2;
      }
    }
    return new Marks(clock, score(scores, 1), score(scores, 2), score(scores, 3), marks);
  }

  /**
   * Returns whether an entry's as-of is one that this clock can have shown.
   *
   * @param clock what the clock was, read after the entry
   * @throws ClockRegressed if the entry is from further on than the clock is
   */
  boolean plausible(long asOf, long clock) {
    if (asOf <= clock) {
      return true;
    }
    if (asOf - clock > AHEAD) {
      return false;
    }
    highest.accumulateAndGet(asOf, Math::max);
    throw new ClockRegressed();
  }

  /**
   * Moves the clock, sets the marks to its new value, and announces what that is about.
   *
   * @return whether the clock had to be restored first
   */
  boolean move(Invalidation what) {
    return moved(Script.MOVE.run(nodes, meta, arguments(what)));
  }

  /** Returns what {@link Script#MOVE} is given. */
  List<byte[]> arguments(Invalidation what) {
    List<byte[]> arguments = new ArrayList<>(what.marks().size() + 3);
    arguments.add(Long.toString(seen()).getBytes(US_ASCII));
    arguments.add(mostMembers);
    arguments.add(Announcement.of(what.changes()));
    what.marks().forEach(mark -> arguments.add(mark.getBytes(UTF_8)));
    return arguments;
  }

  /** Takes in what {@link Script#MOVE} told. */
  boolean moved(@Nullable Object told) {
    List<?> values = (List<?>) told;
    if (values == null || number(values, 0) < 0) {
      return false;
    }
    highest.accumulateAndGet(number(values, 0), Math::max);
    return number(values, 3) != 0;
  }

  private @Nullable Marks look(long before) {
    List<byte[]> arguments = List.of(Long.toString(seen()).getBytes(US_ASCII));
    List<?> values = (List<?>) Script.LOOK.run(nodes, meta, arguments);
    if (values == null || number(values, 0) < 0) {
      return null;
    }
    saw(number(values, 0), before);
    return new Marks(number(values, 0), number(values, 1), number(values, 2), 0, Map.of());
  }

  private void saw(long clock, long before) {
    if (clock < before) {
      throw new ClockRegressed();
    }
    highest.accumulateAndGet(clock, Math::max);
  }

  /** Returns whether it can be a value of the clock, and not one that somebody else has set. */
  private static boolean isClock(long score) {
    return score >= 0 && score < Scores.INEXACT;
  }

  private static long score(long[] scores, int at) {
    return scores[at] == Scores.NONE && at >= 3 ? 0 : scores[at];
  }

  private static long number(List<?> values, int at) {
    return ((Number) values.get(at)).longValue();
  }

  /** The clock was seen going backwards: invalidations may be lost. */
  static final class ClockRegressed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClockRegressed() {
      super("the clock went backwards", null, false, false);
    }
  }
}
