package io.larder.cache.engine;

import io.larder.cache.LoadContext;
import org.jspecify.annotations.Nullable;

/**
 * Computes a value by calling a method. One object for all calls, so that a hit makes none.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface MethodLoader<V> {

  /**
   * Computes the value.
   *
   * @param self the object whose method it is
   * @param arguments of the call
   */
  @Nullable V load(LoadContext<V> load, Object self, @Nullable Object[] arguments) throws Exception;
}
