package io.larder.cache.method;

import org.jspecify.annotations.Nullable;

/** The key of a call, made of its arguments. Immutable, thread-safe, and never blocks. */
@FunctionalInterface
interface CallKey {

  /**
   * Returns the key: printable ASCII of 1 to 200 characters.
   *
   * @param arguments as many as the method has parameters; not kept and not changed
   * @throws IllegalArgumentException if an argument's text does not say what its value is, with a
   *     sentence that names class, method and parameter
   */
  String of(@Nullable Object[] arguments);
}
