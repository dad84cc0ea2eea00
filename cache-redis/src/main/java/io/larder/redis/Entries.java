package io.larder.redis;

import io.larder.redis.Envelope.Future;
import io.larder.redis.Envelope.Reading;
import io.larder.redis.Envelope.Stored;
import io.larder.redis.Envelope.Unreadable;
import io.larder.redis.MetaClock.ClockRegressed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks entries up: what lies under the keys, and whether the clock's marks let it be served. */
final class Entries {

  /** An entry that may be served, and for how many milliseconds Redis still holds it. */
  record Hit(Stored stored, boolean softPurged, long millisLeft) {}

  /**
   * What a look-up brought.
   *
   * @param hits for each key the entry, or {@code null} for a miss
   * @param clock the clock, or -1 if it could not be read
   */
  record Found(List<@Nullable Hit> hits, long clock) {}

  private record Asked(Question<Long> ttl, Question<byte @Nullable []> value) {}

  private static final long GONE = -2;

  private final Nodes nodes;
  private final MetaClock clock;
  private final TagMemory memory = new TagMemory();
  private final RedisStats stats;

  Entries(Nodes nodes, MetaClock clock, RedisStats stats) {
    this.nodes = nodes;
    this.clock = clock;
    this.stats = stats;
  }

  /**
   * Looks the keys up in one round trip; in two if their tags were not known beforehand and are
   * needed.
   *
   * @param clearMark the member of the meta key that is the view's clear mark
   * @throws ClockRegressed if the clock has gone backwards
   */
  Found find(List<byte[]> keys, byte[] clearMark) {
    Collection<String> tags = recall(keys);
    long before = clock.seen();
    List<Asked> answers = new ArrayList<>(keys.size());
    List<Question<?>> questions = new ArrayList<>(2 * keys.size() + 1);
    for (byte[] key : keys) {
      Asked asked = new Asked(Commands.pttl(key), Commands.get(key));
      answers.add(asked);
      // The remaining time first: if another entry takes the key's place in between, this one
      // seems older than it is, and never younger.
      questions.add(asked.ttl());
      questions.add(asked.value());
    }
    // The clock last: an entry from further on than a clock read after it shows a clock set back.
    Question<long[]> scores = clock.question(clearMark, tags);
    questions.add(scores);
    nodes.ask(questions);
    Marks marks = clock.read(scores, tags, before);
    if (marks == null) {
      return nothing(keys);
    }
    List<@Nullable Stored> stored;
    try {
      stored = read(keys, answers, marks);
    } catch (ClockRegressed e) {
      if (!nodes.isCluster()) {
        throw e;
      }
      // There one server may tell its clock before another tells an entry from further on. A clock
      // that is read now is not behind it, unless it was set back.
      marks = clock.marks(clearMark, tags);
      if (marks == null) {
        return nothing(keys);
      }
      stored = read(keys, answers, marks);
    }
    Set<String> unknown = unknownTags(keys, stored, marks);
    if (!unknown.isEmpty()) {
      unknown.addAll(tags);
      marks = clock.marks(clearMark, unknown);
    }
    return judge(answers, stored, marks);
  }

  private static Found nothing(List<byte[]> keys) {
    return new Found(new ArrayList<>(Collections.nCopies(keys.size(), null)), -1);
  }

  private List<@Nullable Stored> read(List<byte[]> keys, List<Asked> answers, Marks marks) {
    List<@Nullable Stored> stored = new ArrayList<>(keys.size());
    for (int i = 0; i < answers.size(); i++) {
      stored.add(read(keys.get(i), answers.get(i), marks));
    }
    return stored;
  }

  /** Returns tags that entries depend on and that were not asked for; remembers those entries'. */
  private Set<String> unknownTags(List<byte[]> keys, List<@Nullable Stored> stored, Marks marks) {
    Set<String> unknown = new LinkedHashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      Stored entry = stored.get(i);
      if (entry != null && marks.judge(entry.asOf(), entry.tags()) == Marks.Verdict.UNKNOWN) {
        unknown.addAll(entry.tags());
        memory.remember(Arrays.hashCode(keys.get(i)), entry.tags());
      }
    }
    return unknown;
  }

  private static Found judge(
      List<Asked> answers, List<@Nullable Stored> stored, @Nullable Marks marks) {
    List<@Nullable Hit> hits = new ArrayList<>(stored.size());
    for (int i = 0; i < stored.size(); i++) {
      Stored entry = stored.get(i);
      Hit hit = null;
      if (entry != null && marks != null) {
        Marks.Verdict verdict = marks.judge(entry.asOf(), entry.tags());
        boolean soft = entry.softPurged() || verdict == Marks.Verdict.SOFT_PURGED;
        if (verdict == Marks.Verdict.VALID || verdict == Marks.Verdict.SOFT_PURGED) {
          hit = new Hit(entry, soft, left(answers.get(i).ttl().answer()));
        }
      }
      hits.add(hit);
    }
    return new Found(hits, marks == null ? -1 : marks.clock());
  }

  private static long left(long ttl) {
    // It came between the two commands, so it is as new as can be.
    return ttl == GONE ? Long.MAX_VALUE : ttl;
  }

  private @Nullable Stored read(byte[] key, Asked asked, Marks marks) {
    byte @Nullable [] bytes;
    try {
      bytes = asked.value().answer();
    } catch (JedisDataException e) {
      requireWrongType(e);
      stats.countUnreadable();
      return null;
    }
    if (bytes == null) {
      return null;
    }
    Reading reading = EnvelopeReader.read(bytes, key);
    if (reading instanceof Stored entry) {
      if (asked.ttl().answer() != -1 && clock.plausible(entry.asOf(), marks.clock())) {
        return entry;
      }
      reading = new Unreadable();
    }
    if (reading instanceof Unreadable) {
      stats.countUnreadable();
      remove(key, bytes);
    } else if (reading instanceof Future) {
      stats.countUnreadable();
    }
    return null;
  }

  /** Returns whether the key is free now, because what lay there could not be read. */
  boolean removeUnreadable(byte[] key) {
    try {
      byte @Nullable [] bytes = nodes.ask(Commands.get(key));
      if (bytes == null) {
        return true;
      }
      return EnvelopeReader.read(bytes, key) instanceof Unreadable && remove(key, bytes);
    } catch (JedisDataException e) {
      requireWrongType(e);
      return false;
    }
  }

  private boolean remove(byte[] key, byte[] seen) {
    return Long.valueOf(1).equals(Script.REMOVE.run(nodes, key, List.of(seen)));
  }

  private static void requireWrongType(JedisDataException e) {
    if (!Trouble.isWrongType(e)) {
      throw e;
    }
  }

  private Collection<String> recall(List<byte[]> keys) {
    if (keys.size() == 1) {
      return memory.recall(Arrays.hashCode(keys.get(0)));
    }
    Set<String> tags = new LinkedHashSet<>();
    keys.forEach(key -> tags.addAll(memory.recall(Arrays.hashCode(key))));
    return tags;
  }
}
