package io.larder.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up without a loader has found. Four different answers that are never folded into one:
 * a fresh value, a stale one, none, or a store that could not be asked.
 *
 * @param <V> the type of the values
 */
public sealed interface CacheResult<V> {

  /**
   * A fresh value, possibly {@code null}.
   *
   * @param value the value
   * @param remaining for how long it stays fresh
   * @param <V> its type
   */
  record Hit<V>(@Nullable V value, Duration remaining) implements CacheResult<V> {
    @Override
    public Optional<V> fresh() {
      return Optional.ofNullable(value);
    }
  }

  /**
   * A value that is not fresh any more, and is there still: for use while a new one is loaded, or
   * where loading fails.
   *
   * @param value the value
   * @param remaining for how long it is still kept
   * @param <V> its type
   */
  record Stale<V>(@Nullable V value, Duration remaining) implements CacheResult<V> {}

  /**
   * No value.
   *
   * @param <V> the type of the values
   */
  record Missing<V>() implements CacheResult<V> {}

  /**
   * The store could not be asked.
   *
   * @param reason one short phrase without secrets
   * @param <V> the type of the values
   */
  record Failed<V>(String reason) implements CacheResult<V> {}

  /** Returns the fresh value, if there is one and it is not {@code null}. */
  default Optional<V> fresh() {
    return Optional.empty();
  }
}
