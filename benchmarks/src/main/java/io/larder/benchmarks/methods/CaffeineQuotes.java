package io.larder.benchmarks.methods;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;

/** Caffeine with variable expiry, written by hand. */
class CaffeineQuotes extends SlowQuotes {

  private final Cache<String, Quote> cache =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumSize(200_000)
          .expireAfter(Expiry.creating((String key, Quote value) -> Duration.ofHours(1)))
          .build();

  @Override
  public Quote find(String symbol) {
    return cache.get(symbol, super::find);
  }
}
