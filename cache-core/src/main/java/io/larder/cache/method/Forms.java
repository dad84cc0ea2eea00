package io.larder.cache.method;

import io.larder.cache.engine.Failures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Takes values out of what methods return, and puts them back. */
final class Forms {

  private Forms() {}

  /** Returns the value of what a method has returned; waits for a future. */
  static @Nullable Object value(ResultForm form, @Nullable Object returned) throws Exception {
    Object content = form.isFuture() && returned != null ? joined(returned) : returned;
    return content(form, content);
  }

  /** Returns the value of what a method, or its future, has come to. */
  static @Nullable Object content(ResultForm form, @Nullable Object content) {
    return form.isOptional() && content instanceof Optional<?> optional
        ? optional.orElse(null)
        : content;
  }

  static CompletableFuture<@Nullable Object> future(Object returned) {
    @SuppressWarnings("unchecked") // whatever it completes with
    CompletionStage<@Nullable Object> stage = (CompletionStage<@Nullable Object>) returned;
    return stage.toCompletableFuture();
  }

  /** What a future has failed with, without what futures wrap around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static @Nullable Object joined(Object returned) throws Exception {
    try {
      return future(returned).get();
    } catch (ExecutionException e) {
      return Failures.<@Nullable Object, Exception>raise(
          cause(e.getCause() == null ? e : e.getCause()));
    }
  }
}
