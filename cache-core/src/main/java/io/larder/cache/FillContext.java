package io.larder.cache;

import io.larder.cache.engine.Computing;
import java.time.Duration;

/**
 * What whoever computes a value says about it while it does so: how long it is fresh, which tags it
 * has, or that it is not to be stored. A loader of a {@link Cache} and a servlet's handler have the
 * same.
 *
 * <p>It beats every setting. Not thread-safe: for the thread that computes.
 */
public interface FillContext {

  /**
   * Returns that of the value that this thread computes: for an annotated method, which is handed
   * none, and for what it calls. Of a batch it counts for each value. Where nothing is computed for
   * a cache, as when the method is called directly, what is said goes nowhere. Servlets have {@code
   * io.larder.servlet.FillContext.of(request)}.
   */
  static FillContext current() {
    return Computing.current();
  }

  /**
   * Sets how long the value is fresh.
   *
   * @throws IllegalArgumentException if it is not positive or above a year
   */
  FillContext ttl(Duration ttl);

  /**
   * Adds tags to those of the settings. With an empty or too long one, or more than {@link
   * Limits#MAX_TAGS} in all, the value is not stored.
   */
  FillContext tags(String... tags);

  /** Keeps the value from being stored, and from those who wait for it: each loads by itself. */
  FillContext doNotStore();
}
