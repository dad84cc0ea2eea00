package io.larder.redis;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is stored beside the callers, so that a slow Redis does not slow a miss: some fills wait,
 * and more are dropped.
 *
 * <p>Only fills may come late: one that an invalidation has overtaken finds its claim gone, and is
 * refused. Has a thread only while there is something to store, and some seconds after.
 * Thread-safe.
 */
final class Fills implements AutoCloseable {

  /** Values that wait at most: more than one large batch. */
  static final int MOST = 8 * Batches.MOST_KEYS;

  /** Their bytes at most, but for a fill that is bigger alone: 32 MB. */
  static final long MOST_BYTES = 32L << 20;

  private static final long IDLE_SECONDS = 5;

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final ThreadPoolExecutor executor;
  private final RedisStats stats;

  Fills(String where, Threads.Maker maker, RedisStats stats) {
    this.stats = stats;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> maker.make("larder-redis-fills " + where, task));
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Has some values stored after all that wait.
   *
   * @param values how many
   * @param size their bytes
   * @param fill stores them; what it throws is nobody's to see, so it had better throw nothing
   * @return whether there is room for them; else they are dropped, and counted
   */
  boolean offer(int values, int size, Runnable fill) {
    int with = waiting.addAndGet(values);
    long bytesWith = bytes.addAndGet(size);
    boolean alone = with == values;
    if (alone || (with <= MOST && bytesWith <= MOST_BYTES)) {
      try {
        executor.execute(
            () -> {
              try {
                fill.run();
              } finally {
                leave(values, size);
              }
            });
        return true;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // It is closed, or there is no room for a thread now.
      }
    }
    leave(values, size);
    stats.countDroppedFills(values);
    return false;
  }

  private void leave(int values, int size) {
    waiting.addAndGet(-values);
    bytes.addAndGet(-size);
  }

  /** Drops what waits. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
