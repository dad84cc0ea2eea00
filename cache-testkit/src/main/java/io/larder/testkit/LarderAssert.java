package io.larder.testkit;

import io.larder.cache.Cache;
import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a {@link Larder}: what was counted of all its caches and pages together, and
 * each of its caches. Made by {@link LarderAssertions}.
 */
public final class LarderAssert extends CountsAssert<LarderAssert, Larder> {

  LarderAssert(@Nullable Larder actual) {
    super(actual, LarderAssert.class);
  }

  @Override
  CacheStats counted() {
    return actual.stats();
  }

  @Override
  String subject() {
    return "the Larder with all its caches and pages";
  }

  /**
   * Returns assertions about the cache of that name, such as {@code Catalog.find} of an annotated
   * method; fails unless it is open.
   */
  public CacheAssert cache(String name) {
    isNotNull();
    Map<String, Cache<?>> caches = actual.caches();
    Cache<?> cache = caches.get(name);
    if (cache == null) {
      throw failure("no cache '%s' is open; those that are: %s", name, caches.keySet());
    }
    return new CacheAssert(cache, null);
  }

  /**
   * Returns assertions about what was counted of one cache, or of what covers pages, such as a
   * rule's pattern; see {@link Larder#stats(String)}.
   */
  public CacheStatsAssert stats(String cache) {
    isNotNull();
    return new CacheStatsAssert(actual.stats(cache)).as("'%s'", cache);
  }
}
