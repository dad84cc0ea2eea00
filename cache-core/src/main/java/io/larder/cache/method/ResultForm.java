package io.larder.cache.method;

/** How a method hands out its value; {@code CompletionStage} counts as a future. */
enum ResultForm {
  /** The value itself, or null. */
  PLAIN,
  /** An {@code Optional}; empty is what null is in the cache. */
  OPTIONAL,
  /** A {@code CompletableFuture} of the value or null; only a completed value is stored. */
  FUTURE,
  /** A {@code CompletableFuture} of an {@code Optional}. */
  FUTURE_OF_OPTIONAL;

  boolean isFuture() {
    return this == FUTURE || this == FUTURE_OF_OPTIONAL;
  }

  boolean isOptional() {
    return this == OPTIONAL || this == FUTURE_OF_OPTIONAL;
  }
}
