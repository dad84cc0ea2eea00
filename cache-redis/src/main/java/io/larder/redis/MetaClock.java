package io.larder.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
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

  private final UnifiedJedis jedis;
  private final byte[] meta;
  private final byte[] mostMembers;
  private final AtomicLong highest = new AtomicLong();

  MetaClock(UnifiedJedis jedis, byte[] meta, int mostTags) {
    this.jedis = jedis;
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
      jedis.executeCommand(question(LAST, List.of()));
    } catch (JedisDataException e) {
      if (!Trouble.isWrongType(e)) {
        throw e;
      }
    }
    return true;
  }

  /**
   * Asks for the clock; restores it if it is lost.
   *
   * @return -1 if the server has no room for it
   * @throws ClockRegressed if it has gone backwards
   */
  long now() {
    long before = seen();
    Marks marks = read(() -> jedis.executeCommand(question(LAST, List.of())), List.of(), before);
    return marks == null ? -1 : marks.clock();
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
  CommandObject<long[]> question(byte[] clearMark, Collection<String> tags) {
    CommandArguments members =
        new CommandArguments(Protocol.Command.ZMSCORE)
            .key(meta)
            .add(CLOCK)
            .add(FLOOR)
            .add(LAST)
            .add(clearMark);
    for (String tag : tags) {
      members.add(("t:" + tag).getBytes(UTF_8)).add(("s:" + tag).getBytes(UTF_8));
    }
    return new CommandObject<>(members, Scores.BUILDER);
  }

  /**
   * Returns what the answer to the {@link #question} says; restores a clock that is lost, or of
   * another type, and returns {@code null} if the server has no room for it.
   *
   * @param before what {@link #seen} was before the question was sent
   * @throws ClockRegressed if the clock has gone backwards
   */
  @Nullable Marks read(Supplier<long[]> answer, Collection<String> tags, long before) {
    long[] scores;
    try {
      scores = answer.get();
    } catch (JedisDataException e) {
      if (!Trouble.isWrongType(e)) {
        throw e;
      }
      return look(before);
    }
    long clock = score(scores, 0);
    if (clock < 0 || score(scores, 1) < 0 || score(scores, 2) < 0) {
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
    return moved(Script.MOVE.run(jedis, meta, arguments(what)));
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
    List<?> values = (List<?>) Script.LOOK.run(jedis, meta, arguments);
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
