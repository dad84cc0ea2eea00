package io.larder.redis;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does one piece of work beside the callers, one time after the other, so that nobody waits for it.
 *
 * <p>Has a thread only while there is something to do, and some seconds after. Thread-safe.
 */
final class Background implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor executor;
  private final Runnable work;
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * Creates it.
   *
   * @param work is done; what it throws is nobody's to see, so it had better throw nothing
   */
  Background(String name, Threads.Maker maker, Runnable work) {
    this.work = work;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> maker.make("larder-redis-" + name, task));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Has it done once more, after now. */
  void wake() {
    if (due.compareAndSet(false, true)) {
      try {
        executor.execute(
            () -> {
              due.set(false);
              work.run();
            });
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // It is closed, or there is no room for a thread now: the next who asks tries again.
        due.set(false);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
