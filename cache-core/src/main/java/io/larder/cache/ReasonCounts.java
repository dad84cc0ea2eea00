package io.larder.cache;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each reason was given. Reasons are few; should they not be, those that come after the
 * first {@value #MOST} count as {@code other}. Thread-safe.
 */
final class ReasonCounts {

  static final int MOST = 64;

  private static final String OTHER = "other";

  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Counts one; of a reason with a name behind a colon, {@code read:header:x-foo}, the kind. */
  void add(String reason) {
    int colon = reason.indexOf(':');
    String kind = colon < 0 ? reason : reason.substring(0, colon);
    LongAdder known = counts.get(kind);
    if (known == null) {
      String name = counts.size() < MOST ? kind : OTHER;
      known = counts.computeIfAbsent(name, unused -> new LongAdder());
    }
    known.increment();
  }

  Map<String, Long> read() {
    Map<String, Long> read = new TreeMap<>();
    counts.forEach((reason, count) -> read.put(reason, count.sum()));
    return read;
  }
}
