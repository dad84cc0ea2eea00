package io.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * Computes a value. What it throws reaches the caller as it is.
 *
 * @param <V> the type of the value
 * @param <X> what it throws; {@link RuntimeException} if nothing else
 */
@FunctionalInterface
public interface ValueSupplier<V, X extends Exception> {

  /**
   * Computes the value; {@code null} is one.
   *
   * @throws X if it cannot be computed
   */
  @Nullable V get() throws X;
}
