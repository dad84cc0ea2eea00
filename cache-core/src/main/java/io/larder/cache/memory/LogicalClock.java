package io.larder.cache.memory;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The logical clock of one namespace: a counter that only events move, and the marks that events
 * leave on it.
 *
 * <p>An entry is judged by the clock's reading when its computation began, its <em>as-of</em>: what
 * carries a tag whose value is higher has been ended. {@link #last()} is the highest value that any
 * tag and the floor have, so an entry that is not older needs no look at its tags.
 *
 * <p>Thread-safe. Readers take no lock. A mark is in place before the call that sets it returns,
 * which is all that a reader who begins afterwards needs; readers in between may see either state.
 */
final class LogicalClock {

  /** How many tags are remembered, hard and soft together. */
  static final int MAX_TAGS = 100_000;

  private final ConcurrentMap<String, Long> tags = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> softTags = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final int maxTags;
  private volatile long now;
  private volatile long last;
  private volatile long floor;

  LogicalClock(int maxTags) {
    this.maxTags = maxTags;
  }

  /** Returns the reading, which becomes the as-of of a value whose computation begins now. */
  long now() {
    return now;
  }

  /** Returns the highest value of all tags and the floor. */
  long last() {
    return last;
  }

  /** Returns an id that no write and no claim of this namespace has had, nor zero. */
  long newId() {
    return ids.incrementAndGet();
  }

  /** Moves the clock and returns its new reading. */
  synchronized long move() {
    long value = now + 1;
    now = value;
    return value;
  }

  /** Ends everything that carries one of the tags and is older than now. */
  synchronized void invalidate(Collection<String> ended) {
    mark(tags, ended);
  }

  /** Ends the freshness of everything that carries one of the tags and is older than now. */
  synchronized void softPurge(Collection<String> ended) {
    mark(softTags, ended);
  }

  /** Ends everything older than now. */
  synchronized void clear() {
    long value = now + 1;
    floor = value;
    last = value;
    now = value;
  }

  /** Returns whether the floor or one of the tags has ended what is from {@code asOf}. */
  boolean hasEnded(long asOf, List<String> itsTags) {
    // The tags before the floor: a tag is only forgotten after the floor has risen to its value.
    return isBelow(tags, asOf, itsTags) || asOf < floor;
  }

  /** Returns whether a soft purge of one of the tags has ended the freshness. */
  boolean hasSoftPurged(long asOf, List<String> itsTags) {
    return isBelow(softTags, asOf, itsTags);
  }

  /** Returns the number of tags that are remembered, hard and soft together. */
  int tagCount() {
    return tags.size() + softTags.size();
  }

  private static boolean isBelow(ConcurrentMap<String, Long> marks, long asOf, List<String> tags) {
    for (int i = 0; i < tags.size(); i++) {
      Long value = marks.get(tags.get(i));
      if (value != null && asOf < value) {
        return true;
      }
    }
    return false;
  }

  private void mark(ConcurrentMap<String, Long> marks, Collection<String> marked) {
    long value = now + 1;
    marked.forEach(tag -> marks.put(tag, value));
    last = value;
    now = value;
    if (tagCount() > maxTags) {
      forgetLowest();
    }
  }

  /** Forgets a tenth of the tags, at once so that the search for the lowest is paid seldom. */
  private void forgetLowest() {
    long[] values =
        Stream.of(tags, softTags)
            .flatMapToLong(marks -> marks.values().stream().flatMapToLong(LongStream::of))
            .sorted()
            .toArray();
    long highest = values[values.length - 1 - (maxTags - maxTags / 10)];
    floor = Math.max(floor, highest);
    Stream.of(tags, softTags).forEach(marks -> marks.values().removeIf(v -> v <= highest));
  }

  @Override
  public String toString() {
    return "LogicalClock" + Arrays.asList(now, last, floor);
  }
}
