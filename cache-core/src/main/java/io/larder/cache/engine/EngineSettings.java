package io.larder.cache.engine;

import io.larder.cache.CacheSettings;
import io.larder.cache.CacheStats;

/**
 * What a cache is set to, where that may change while it is open. Thread-safe.
 *
 * @param <V> the type of the values
 */
public interface EngineSettings<V> {

  /** Returns what holds at this moment. */
  Rules<V> rules();

  /** Returns what was set by code or at run time. */
  CacheSettings said();

  /** Sets something else. */
  void say(CacheSettings settings);

  /** Returns what was counted. */
  CacheStats stats();
}
