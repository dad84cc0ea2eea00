package io.larder.cache.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Throws what a loader has thrown, as it is. */
final class Failures {

  private Failures() {}

  /**
   * Returns a failure as what the caller's loader may throw. Where it is another's, the compiler
   * does not know its type; it reaches the caller all the same, and is not wrapped.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast when it runs
  static <X extends Throwable> X as(@Nullable Throwable failure) {
    return (X) requireNonNull(failure, "failure");
  }
}
