package io.larder.testkit;

import io.larder.cache.CacheStats;
import org.jspecify.annotations.Nullable;

/** Assertions about {@link CacheStats}; made by {@link LarderAssertions}. */
public final class CacheStatsAssert extends CountsAssert<CacheStatsAssert, CacheStats> {

  CacheStatsAssert(@Nullable CacheStats actual) {
    super(actual, CacheStatsAssert.class);
  }

  @Override
  CacheStats counted() {
    return actual;
  }

  @Override
  String subject() {
    return "what was counted";
  }
}
