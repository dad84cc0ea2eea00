package io.larder.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The logical clock of one namespace: a counter that only events move, and the marks that they
 * leave. Each method is called with the backend's lock held.
 *
 * <p>A value is judged by its <em>as-of</em>, what the clock said when its computation began. A
 * mark is the clock's reading after an event, so whatever has a lower as-of is older than the
 * event.
 */
final class MapClock {

  private final Map<String, Long> ended = new HashMap<>();
  private final Map<String, Long> softened = new HashMap<>();
  private long now;
  private long floor;
  private long ids;

  long now() {
    return now;
  }

  /** Returns an id that nothing in the namespace has had; never zero. */
  long newId() {
    return ++ids;
  }

  /** Takes notice of an event, and returns the reading after it. */
  long move() {
    return ++now;
  }

  /** One event for all of the tags. */
  void invalidate(Collection<String> tags) {
    mark(ended, tags);
  }

  /** One event for all of the tags. */
  void softPurge(Collection<String> tags) {
    mark(softened, tags);
  }

  private void mark(Map<String, Long> marks, Collection<String> tags) {
    if (!tags.isEmpty()) {
      long mark = move();
      tags.forEach(tag -> marks.put(tag, mark));
    }
  }

  /** Ends all that there is, in every view. */
  void clear() {
    floor = move();
  }

  /** Returns whether a clear of all, or an invalidation of one of the tags, has ended what is. */
  boolean hasEnded(long asOf, List<String> tags) {
    return asOf < floor || isOlder(asOf, ended, tags);
  }

  /** Returns whether a soft purge of one of the tags has ended the freshness of what is. */
  boolean hasSoftened(long asOf, List<String> tags) {
    return isOlder(asOf, softened, tags);
  }

  private static boolean isOlder(long asOf, Map<String, Long> marks, List<String> tags) {
    return tags.stream().anyMatch(tag -> asOf < marks.getOrDefault(tag, 0L));
  }
}
