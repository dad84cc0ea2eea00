package io.larder.benchmarks.methods;

import io.larder.cache.annotation.Cached;

/** Annotated for Larder. */
public class LarderQuotes extends SlowQuotes {

  @Override
  @Cached(cache = "quotes", ttl = "1h")
  public Quote find(String symbol) {
    return super.find(symbol);
  }
}
