package io.larder.redis;

import io.larder.cache.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a namespace: those of this process, which are prolonged until their loads end, and
 * the waiting for those of others.
 *
 * <p>Loads that are shorter than a third of a lease cost nothing beside their claims. There is a
 * thread only while loads take longer. Thread-safe.
 */
final class Leases implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final RedisLink link;
  private final Writes writes;
  private final Wakes wakes;
  private final long millis;
  private final long windowNanos;
  private final ScheduledThreadPoolExecutor prolonging;
  private final Map<Long, Held> held = new ConcurrentHashMap<>();

  /**
   * Creates them; nothing is asked.
   *
   * @param lease how long one lasts that is not prolonged
   * @param fenceWindow how long a claim lives, and a lease is prolonged at most
   */
  Leases(RedisLink link, Writes writes, Wakes wakes, Duration lease, Duration fenceWindow) {
    this.link = link;
    this.writes = writes;
    this.wakes = wakes;
    this.millis = Math.min(lease.toMillis(), fenceWindow.toMillis());
    this.windowNanos = fenceWindow.toNanos();
    this.prolonging =
        new ScheduledThreadPoolExecutor(1, task -> Threads.daemon("larder-redis-leases", task));
    prolonging.setRemoveOnCancelPolicy(true);
    prolonging.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    prolonging.allowCoreThreadTimeOut(true);
  }

  /** One lease of this process. */
  private static final class Held {

    final byte[] name;
    final long began = System.nanoTime();

    /** When the server told last that it lies there. */
    volatile long heardAt = began;

    volatile @Nullable Future<?> next;

    Held(byte[] name) {
      this.name = name;
    }
  }

  /** Returns how long one lasts, in milliseconds. */
  long millis() {
    return millis;
  }

  /** Takes note of a lease of this process, under whose id its claim lies. */
  void began(byte[] name, long id) {
    Held lease = new Held(name);
    held.put(id, lease);
    prolongLater(id, lease);
  }

  /** Returns whether there was a lease under an id; it is prolonged no more. */
  boolean ended(long id) {
    Held lease = held.remove(id);
    if (lease == null) {
      return false;
    }
    Future<?> next = lease.next;
    if (next != null) {
      next.cancel(false);
    }
    return true;
  }

  private void prolongLater(long id, Held lease) {
    try {
      lease.next =
          prolonging.schedule(
              () -> prolong(id, lease), Math.max(1, millis / 3), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // It is closed, or there is no room for a thread: the lease runs out, which costs a load.
      held.remove(id, lease);
    }
  }

  private void prolong(long id, Held lease) {
    if (held.get(id) != lease) {
      return;
    }
    long asked = System.nanoTime();
    if (asked - lease.heardAt >= TimeUnit.MILLISECONDS.toNanos(millis)) {
      // It has run out, and is not to be had back: others have gone on.
      held.remove(id, lease);
      return;
    }
    boolean goesOn =
        link.askApart(
            List.of(lease.name),
            () -> {
              boolean lies = writes.prolong(lease.name, id);
              lease.heardAt = lies ? asked : lease.heardAt;
              return lies;
            },
            reason -> true);
    if (goesOn && System.nanoTime() - lease.began < windowNanos) {
      prolongLater(id, lease);
    } else {
      held.remove(id, lease);
    }
  }

  /** Returns what has been heard so far; to be asked before a lease is. */
  Wakes.Heard heard(byte[] name) {
    return wakes.heard(name);
  }

  /**
   * Returns a lease of another process.
   *
   * @param heard what had been heard before it was asked for
   * @param left how many milliseconds it has left
   */
  Lease.Held another(byte[] name, Wakes.Heard heard, long left) {
    long ends = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left);
    return most -> wakes.await(name, heard, ends, most.toNanos());
  }

  @Override
  public void close() {
    prolonging.shutdownNow();
    held.clear();
    wakes.close();
  }
}
