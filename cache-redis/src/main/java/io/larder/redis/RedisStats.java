package io.larder.redis;

import io.larder.cache.StoreStats;
import java.util.concurrent.atomic.LongAdder;

/** Counts what callers never see, for {@link StoreStats}. Thread-safe. */
final class RedisStats {

  private final LongAdder turnedAway = new LongAdder();
  private final LongAdder droppedFills = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder tooLarge = new LongAdder();

  /** A caller got no place, since others had them all: for as long as it may wait, or stuck. */
  void countTurnedAway() {
    turnedAway.increment();
  }

  /** Values found no room among those that wait to be stored. */
  void countDroppedFills(int values) {
    droppedFills.add(values);
  }

  /** Something that cannot be read lay under a key. */
  void countUnreadable() {
    unreadable.increment();
  }

  /** A value was refused since it is larger than {@code maxValueBytes}. */
  void countTooLarge() {
    tooLarge.increment();
  }

  /** Returns what was counted so far. */
  StoreStats read() {
    return new StoreStats(turnedAway.sum(), droppedFills.sum(), unreadable.sum(), tooLarge.sum());
  }
}
