package io.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * Calls one method of an object, see {@link Larder#keyOf}.
 *
 * @param <T> the type of the object
 */
@FunctionalInterface
public interface MethodCaller<T> {

  /** Calls it; what is returned is not looked at. */
  @Nullable Object call(T object) throws Exception;
}
