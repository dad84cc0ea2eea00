package io.larder.cache.method;

import org.jspecify.annotations.Nullable;

/** What becomes of the calls of one annotated method. Thread-safe. */
interface MethodCall {

  /**
   * Answers a call.
   *
   * @param self the object whose method it is
   * @param arguments as many as the method has parameters
   */
  @Nullable Object call(Object self, @Nullable Object[] arguments) throws Exception;

  /**
   * Returns the key of a call.
   *
   * @throws IllegalArgumentException if it has none
   */
  String key(@Nullable Object[] arguments);
}
