package io.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * Computes the value of a key that is not there. What it throws reaches the caller as it is.
 *
 * @param <V> the type of the values
 * @param <X> what it throws; {@link RuntimeException} if nothing else
 */
@FunctionalInterface
public interface CacheLoader<V, X extends Exception> {

  /**
   * Computes the value; {@code null} is one.
   *
   * @param load what is asked for, and the means to say how the value is to be kept
   * @throws X if it cannot be computed
   */
  @Nullable V load(LoadContext<V> load) throws X;
}
