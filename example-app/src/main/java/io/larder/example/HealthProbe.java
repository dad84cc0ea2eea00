package io.larder.example;

import io.larder.cache.Health;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the store's health in bounded time, one question at once: even the look-up of a host's
 * name may hang, and who asks whether the application lives shall not wait for it. Thread-safe.
 */
final class HealthProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Supplier<Health> store;
  private @Nullable CompletableFuture<Health> asking;

  HealthProbe(Supplier<Health> store) {
    this.store = store;
  }

  /** Asks, for a second at most. */
  Health ask() {
    try {
      return question().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Health(false, "no answer within " + PATIENCE.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Health(false, "the question failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Health(false, "interrupted");
    }
  }

  private synchronized CompletableFuture<Health> question() {
    CompletableFuture<Health> running = asking;
    if (running != null && !running.isDone()) {
      return running;
    }
    CompletableFuture<Health> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                started.complete(store.get());
              } catch (RuntimeException e) {
                started.completeExceptionally(e);
              }
            },
            "store-health");
    thread.setDaemon(true);
    thread.start();
    asking = started;
    return started;
  }
}
