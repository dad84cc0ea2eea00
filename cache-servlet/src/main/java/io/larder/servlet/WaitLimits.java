package io.larder.servlet;

import io.larder.cache.Terms;
import java.time.Duration;

/**
 * How many requests may wait for others' answers, over all keys, and for how long; and how many may
 * refresh what was served stale.
 *
 * @param maxWaiters above so many a request asks the handler itself, and is not stored
 * @param maxWaitersPerKey above so many for one key, the same
 * @param waitTimeout after that long too
 * @param asyncWaiters whether they may wait without their threads, where the request allows that
 * @param maxRefreshes above so many at once nothing is refreshed that can be served stale; with 0
 *     nothing is served stale in order to be refreshed
 */
record WaitLimits(
    int maxWaiters,
    int maxWaitersPerKey,
    Duration waitTimeout,
    boolean asyncWaiters,
    int maxRefreshes) {

  static final WaitLimits DEFAULT = new WaitLimits(1000, 500, Duration.ofSeconds(10), false, 16);

  WaitLimits {
    if (maxWaiters < 0) {
      throw new IllegalArgumentException(
          "maxWaiters is " + maxWaiters + ": it must not be negative; with 0 nobody waits");
    }
    if (maxWaitersPerKey < 0) {
      throw new IllegalArgumentException(
          "maxWaitersPerKey is "
              + maxWaitersPerKey
              + ": it must not be negative; with 0 nobody waits");
    }
    if (waitTimeout.isNegative()
        || waitTimeout.isZero()
        || waitTimeout.compareTo(Terms.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "waitTimeout is " + waitTimeout + ": it must be longer than zero and below a year");
    }
    if (maxRefreshes < 0) {
      throw new IllegalArgumentException(
          "maxRefreshes is "
              + maxRefreshes
              + ": it must not be negative; with 0 nothing is served stale to be refreshed");
    }
  }
}
