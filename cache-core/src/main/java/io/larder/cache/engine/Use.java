package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import java.util.function.DoubleSupplier;

/** What can be done with an entry that was found, for a caller that has a loader. */
enum Use {
  /** It is fresh: serve it. */
  FRESH,
  /** It is fresh, and this caller was drawn to have a new one loaded: serve it all the same. */
  EARLY,
  /** It is stale, and may be served while a new one is loaded. */
  REVALIDATE,
  /** It is stale, loading has failed a moment ago, and it may be served until the next try. */
  THROTTLED,
  /** It is stale: load first, and serve it only if that fails and {@link #mayStandIn} allows it. */
  LOAD;

  /**
   * Judges an entry. A function of its arguments alone; draws at random at most once.
   *
   * @param now the ticker's reading
   * @param throttled whether loading has failed within {@link Lifetimes#retryThrottle}
   */
  static Use of(
      CacheEntry<?> entry,
      long now,
      Lifetimes lifetimes,
      boolean throttled,
      DoubleSupplier random) {
    long fresh = entry.freshNanosLeft(now);
    if (fresh > 0) {
      boolean due = !throttled && lifetimes.early().isDue(fresh, entry.terms().costNanos(), random);
      return due ? EARLY : FRESH;
    }
    boolean whileRevalidate = entry.staleWhileRevalidateNanosLeft(now) > 0;
    if (throttled) {
      return whileRevalidate || mayStandIn(entry, now) ? THROTTLED : LOAD;
    }
    return whileRevalidate ? REVALIDATE : LOAD;
  }

  /** Whether the entry may be served where loading a new one has failed (RFC 5861 4). */
  static boolean mayStandIn(CacheEntry<?> entry, long now) {
    return entry.staleIfErrorNanosLeft(now) > 0;
  }
}
