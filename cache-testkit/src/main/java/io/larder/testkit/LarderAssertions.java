package io.larder.testkit;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about caches, for a static import beside that of AssertJ's own.
 *
 * <pre>{@code
 * assertThat(quotes).hasHits(3).loadedOnce("ACME").hasFresh("ACME");
 * }</pre>
 *
 * <p>What is asserted holds at this moment, and nothing is waited for. Looking costs nothing: no
 * assertion counts as a hit or a miss. Those for {@code null} fail as AssertJ's do.
 */
@CheckReturnValue
public final class LarderAssertions {

  private LarderAssertions() {}

  /** Returns assertions about what a cache holds, has counted and has loaded. */
  public static CacheAssert assertThat(@Nullable Cache<?> cache) {
    return new CacheAssert(cache, null);
  }

  /** Returns assertions about what was counted of all caches and pages of a Larder together. */
  public static LarderAssert assertThat(@Nullable Larder larder) {
    return new LarderAssert(larder);
  }

  /** Returns assertions about what was counted up to one moment, or between two. */
  public static CacheStatsAssert assertThat(@Nullable CacheStats stats) {
    return new CacheStatsAssert(stats);
  }

  /** Returns assertions about what a look-up has found. */
  public static CacheResultAssert assertThat(@Nullable CacheResult<?> result) {
    return new CacheResultAssert(result);
  }
}
