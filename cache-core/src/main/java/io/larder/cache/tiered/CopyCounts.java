package io.larder.cache.tiered;

import io.larder.cache.CopyStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link CopyStats}. Thread-safe; what only one thread at a time counts is its own. */
final class CopyCounts {

  private final Tally hits = new Tally();
  private final LongAdder misses = new LongAdder();
  private final LongAdder overdue = new LongAdder();
  private final LongAdder disconnected = new LongAdder();
  private final LongAdder announcements = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder connections = new LongAdder();

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  /** Counts look-ups while copies do not count. */
  void untrusted(boolean connected, int lookUps) {
    (connected ? overdue : disconnected).add(lookUps);
  }

  void announced() {
    announcements.increment();
  }

  void gap() {
    gaps.increment();
  }

  void connected() {
    connections.increment();
  }

  CopyStats stats() {
    return new CopyStats(
        hits.sum(),
        misses.sum(),
        overdue.sum(),
        disconnected.sum(),
        announcements.sum(),
        gaps.sum(),
        connections.sum());
  }
}
