package io.larder.redis;

import java.util.concurrent.atomic.LongAdder;

/** Counts what operators should know about and callers never see. */
final class RedisStats {

  private final LongAdder unreadable = new LongAdder();

  private final LongAdder turnedAway = new LongAdder();

  void countTurnedAway() {
    turnedAway.increment();
  }

  /** Returns how many callers found all places taken by others who got no answer. */
  long turnedAway() {
    return turnedAway.sum();
  }

  private final LongAdder droppedFills = new LongAdder();

  void countDroppedFills(int values) {
    droppedFills.add(values);
  }

  /** Returns how many values found no room among those that wait to be stored. */
  long droppedFills() {
    return droppedFills.sum();
  }

  private final LongAdder tooLarge = new LongAdder();

  void countTooLarge() {
    tooLarge.increment();
  }

  /** Returns how many values were refused since they are larger than {@code maxValueBytes}. */
  long tooLarge() {
    return tooLarge.sum();
  }

  void countUnreadable() {
    unreadable.increment();
  }

  /**
   * Returns how often something lay under a key that could not be read: written by hand, damaged,
   * of another type, or by a later version.
   */
  long unreadable() {
    return unreadable.sum();
  }
}
