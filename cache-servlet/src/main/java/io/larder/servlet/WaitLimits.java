package io.larder.servlet;

import io.larder.cache.Terms;
import java.time.Duration;

/**
 * How many requests may wait for others' answers, over all keys, and for how long.
 *
 * @param maxWaiters above so many a request asks the handler itself, and is not stored
 * @param waitTimeout after that long too
 */
record WaitLimits(int maxWaiters, Duration waitTimeout) {

  static final WaitLimits DEFAULT = new WaitLimits(1000, Duration.ofSeconds(10));

  WaitLimits {
    if (maxWaiters < 0) {
      throw new IllegalArgumentException(
          "maxWaiters is " + maxWaiters + ": it must not be negative; with 0 nobody waits");
    }
    if (waitTimeout.isNegative()
        || waitTimeout.isZero()
        || waitTimeout.compareTo(Terms.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "waitTimeout is " + waitTimeout + ": it must be longer than zero and below a year");
    }
  }
}
