package io.larder.cache.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads for loads unless an executor is given: virtual ones where the JVM has them, at most
 * {@value #MOST_VIRTUAL} at once, else at most {@value #MOST_PLATFORM} daemon threads that end when
 * idle. Nothing is queued. There is none before the first load. Thread-safe.
 */
public final class LoadThreads implements Executor, AutoCloseable {

  static final int MOST_VIRTUAL = 1_000;
  static final int MOST_PLATFORM = 64;

  private static final long IDLE_SECONDS = 10;

  private final ExecutorService threads;
  private final Semaphore places;

  /** Creates it, without a thread yet. */
  public LoadThreads() {
    ExecutorService virtual = virtualThreads();
    places = new Semaphore(virtual == null ? MOST_PLATFORM : MOST_VIRTUAL);
    threads = virtual == null ? platformThreads() : virtual;
  }

  @Override
  public void execute(Runnable task) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException("all threads for loads are at work");
    }
    boolean accepted = false;
    try {
      threads.execute(() -> run(task));
      accepted = true;
    } finally {
      if (!accepted) {
        places.release();
      }
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      places.release();
    }
  }

  /** Interrupts what is running; no thread is left once that has ended. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static ExecutorService platformThreads() {
    AtomicInteger numbers = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer
            .MAX_VALUE, // the places bound it: a thread still ends its task when that gives up its
        // own
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "larder-load-" + numbers.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private static @Nullable ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return null; // a JVM before 21
    }
  }
}
