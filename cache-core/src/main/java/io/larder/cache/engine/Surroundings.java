package io.larder.cache.engine;

import io.larder.cache.Ticker;
import java.time.Duration;

/** What all caches of a {@link io.larder.cache.Larder} share. Thread-safe. */
public interface Surroundings {

  /** Returns the source of monotonic time. */
  Ticker ticker();

  /** Returns whether caching is switched on. */
  boolean enabled();

  /** Returns how many invalidations there were so far, of whatever, taken by the store or not. */
  long events();

  /** Runs something again and again; what is returned ends that. */
  Runnable every(Duration time, Runnable task);
}
