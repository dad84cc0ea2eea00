package io.larder.cache;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs short tasks again and again, on one daemon thread that is there once there is a task. */
final class Timer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Timer.class.getName());

  private @Nullable ScheduledThreadPoolExecutor thread;
  private boolean closed;

  /** Runs a task each time that has passed; what is returned ends that. */
  synchronized Runnable every(Duration time, Runnable task) {
    if (closed) {
      return () -> {};
    }
    if (thread == null) {
      thread = new ScheduledThreadPoolExecutor(1, Timer::thread);
      thread.setRemoveOnCancelPolicy(true);
    }
    long nanos = time.toNanos();
    ScheduledFuture<?> runs =
        thread.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> runs.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) { // or it would be the last time
      LOG.log(Level.WARNING, "a repeated task failed", e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "larder-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
