package io.larder.cache.engine;

import org.jspecify.annotations.Nullable;

/**
 * A key of a cache: what a load computes, or waits for.
 *
 * @param engine the cache, compared by identity
 * @param key the key
 */
record Place(Engine<?> engine, String key) {

  /** Returns the load that is computing it at this moment. */
  @Nullable Load<?> load() {
    return engine.loadOf(key);
  }

  @Override
  public String toString() {
    return "'" + key + "' in the cache '" + engine.name() + "'";
  }
}
