package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import io.larder.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one call waits, from now on: for the load of another, and for its own on another thread.
 * What is stale and may be served instead makes it shorter, for as long as that may be.
 */
final class Patience {

  private final Timing timing;
  private final Ticker ticker;
  private final long began = System.nanoTime();

  /**
   * Begins to count.
   *
   * @param ticker by which entries are judged; waiting is by the time of this machine
   */
  Patience(Timing timing, Ticker ticker) {
    this.timing = timing;
    this.ticker = ticker;
  }

  /** Whether something stale may be served where there is nothing better at this moment. */
  boolean mayStandIn(@Nullable CacheEntry<?> stale) {
    return stale != null && Use.mayStandIn(stale, ticker.read());
  }

  /** How many nanoseconds are left for the load of another. */
  long forAnother(@Nullable CacheEntry<?> stale) {
    return left(timing.waiting().toNanos(), stale);
  }

  /** How many nanoseconds are left for a load of its own. */
  long forOwn(@Nullable CacheEntry<?> stale) {
    Duration soft = timing.soft();
    return soft != null && hasToWait(stale)
        ? Math.max(0, soft.toNanos() - (System.nanoTime() - began))
        : left(Long.MAX_VALUE, stale);
  }

  private long left(long most, @Nullable CacheEntry<?> stale) {
    long least = most;
    if (timing.hard() != null) {
      least = Math.min(least, timing.hard().toNanos());
    }
    if (timing.soft() != null && mayStandIn(stale)) {
      least = Math.min(least, timing.soft().toNanos());
    }
    return Math.max(0, least - (System.nanoTime() - began));
  }

  /** Whether nothing but the end of its own load will do. */
  boolean hasToWait(@Nullable CacheEntry<?> stale) {
    return timing.hard() == null && !mayStandIn(stale);
  }

  /** Whether a timeout for loads has passed, and not only the time to wait for those of others. */
  boolean isTooLong(@Nullable CacheEntry<?> stale) {
    Duration soft = timing.soft();
    Duration hard = timing.hard();
    return (soft != null && mayStandIn(stale) && hasPassed(soft))
        || (hard != null && hasPassed(hard));
  }

  private boolean hasPassed(Duration time) {
    return System.nanoTime() - began >= time.toNanos();
  }
}
