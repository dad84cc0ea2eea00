package io.larder.benchmarks.methods;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.embedded.LinkedHashMapCacheBuilder;
import java.util.concurrent.TimeUnit;

/** JetCache's cache in memory, asked by hand: without what its annotation costs. */
class JetCacheByHand extends SlowQuotes {

  private final Cache<String, Quote> cache =
      LinkedHashMapCacheBuilder.createLinkedHashMapCacheBuilder()
          .limit(200_000)
          .expireAfterWrite(1, TimeUnit.HOURS)
          .buildCache();

  @Override
  public Quote find(String symbol) {
    return cache.computeIfAbsent(symbol, super::find);
  }
}
