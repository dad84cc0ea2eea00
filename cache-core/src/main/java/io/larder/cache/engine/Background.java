package io.larder.cache.engine;

import java.util.concurrent.Executor;

/**
 * Runs loads that no caller's thread runs. Nothing queues up: what the executor has no place for is
 * told so, at once. Thread-safe.
 */
public final class Background {

  private final Executor executor;

  /** Creates it over an executor that is somebody else's to close. */
  public Background(Executor executor) {
    this.executor = executor;
  }

  /** Runs a task, or returns false if there is no place for it. */
  boolean tryRun(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) { // rejected, or no thread to be had
      return false;
    }
  }
}
