package io.larder.cache.engine;

import io.larder.cache.Terms;
import io.larder.cache.freshness.EarlyRefresh;
import io.larder.cache.freshness.Jitter;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long what a cache holds is of use, and how.
 *
 * @param ttl how long a value is fresh
 * @param nullTtl how long {@code null} is; null: {@code null} is not stored
 * @param jitter how much of both is taken away
 * @param staleWhileRevalidate how long after it the value is served while a new one is loaded
 * @param staleIfError how long after it the value is served where loading fails
 * @param retryThrottle how long after a failed load no other is tried
 * @param early whether and when a new one is loaded before the end
 */
public record Lifetimes(
    Duration ttl,
    @Nullable Duration nullTtl,
    Jitter jitter,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    Duration retryThrottle,
    EarlyRefresh early) {

  /** Whether a value is kept longer than it is fresh. */
  boolean keepsStale() {
    return !staleWhileRevalidate.isZero() || !staleIfError.isZero();
  }

  /**
   * Returns the terms of a value.
   *
   * @param isNull whether the value is {@code null}
   * @param said how long it is fresh, as its loader has said; null: nothing
   * @param random draws uniformly from 0 to below 1
   * @return null if the value is not stored
   */
  @Nullable Terms terms(
      boolean isNull,
      @Nullable Duration said,
      List<String> tags,
      Duration cost,
      DoubleSupplier random) {
    Duration configured = isNull ? nullTtl : ttl;
    if (configured == null) {
      return null;
    }
    Duration fresh = said;
    if (fresh == null) {
      fresh = jitter.isOn() ? jitter.shorten(configured, random.getAsDouble()) : configured;
    }
    Terms terms = Terms.ttl(fresh).tagged(tags).cost(cost);
    return keepsStale()
        ? terms.staleWhileRevalidate(staleWhileRevalidate).staleIfError(staleIfError)
        : terms;
  }
}
