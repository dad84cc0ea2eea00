package io.larder.redis.testing;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM's tests share: opened for the first who asks, who waits for it. A failure is said to
 * each who asks, alike and at once. Thread-safe.
 */
final class OpenedOnce<T> {
  private final Supplier<T> opening;
  private @Nullable T instance;
  private @Nullable RuntimeException failure;

  OpenedOnce(Supplier<T> opening) {
    this.opening = opening;
  }

  synchronized T get() {
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    T opened = instance;
    if (opened == null) {
      try {
        opened = opening.get();
        instance = opened;
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return opened;
  }
}
