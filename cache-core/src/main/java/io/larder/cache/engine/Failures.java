package io.larder.cache.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Throws what a loader or a method has thrown, as it is. */
public final class Failures {

  private Failures() {}

  /**
   * Throws a failure as what the caller's loader may throw. Where it is another's, or an error, the
   * compiler does not know its type; it reaches the caller all the same, and is not wrapped.
   *
   * @param <R> what the caller returns otherwise
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "DoNotCallSuggester"})
  public static <R extends @Nullable Object, X extends Throwable> R raise(
      @Nullable Throwable failure) throws X {
    // Nothing is cast when it runs.
    throw (X) requireNonNull(failure, "failure");
  }
}
