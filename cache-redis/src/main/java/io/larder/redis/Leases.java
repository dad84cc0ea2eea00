package io.larder.redis;

import io.larder.cache.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The leases of a namespace: those of this process, which are prolonged until their loads end, and
 * the waiting for those of others.
 *
 * <p>Loads that are much shorter than a third of a lease cost nothing beside their claims; those
 * that take longer are prolonged together, one round trip for all that are due. There is a thread
 * only while there are loads, and some seconds after. Thread-safe.
 */
final class Leases implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  /** What is due within this part of the time between two is prolonged with what is due now. */
  private static final int TOGETHER_PART = 8;

  private final RedisLink link;
  private final BatchWrites writes;
  private final Wakes wakes;
  private final long millis;
  private final long windowNanos;
  private final long everyNanos;
  private final ScheduledThreadPoolExecutor prolonging;
  private final Map<Long, HeldLease> held = new ConcurrentHashMap<>();

  /** Whether a round will come that looks what is due. */
  private final AtomicBoolean planned = new AtomicBoolean();

  /**
   * Creates them; nothing is asked.
   *
   * @param lease how long one lasts that is not prolonged
   * @param fenceWindow how long a claim lives, and a lease is prolonged at most
   */
  Leases(RedisLink link, BatchWrites writes, Wakes wakes, Duration lease, Duration fenceWindow) {
    this.link = link;
    this.writes = writes;
    this.wakes = wakes;
    this.millis = Math.min(lease.toMillis(), fenceWindow.toMillis());
    this.windowNanos = fenceWindow.toNanos();
    this.everyNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis / 3));
    this.prolonging =
        new ScheduledThreadPoolExecutor(1, task -> Threads.daemon("larder-redis-leases", task));
    prolonging.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    prolonging.allowCoreThreadTimeOut(true);
  }

  /** Returns how long one lasts, in milliseconds. */
  long millis() {
    return millis;
  }

  /** Takes note of a lease of this process, under whose id its claim lies. */
  void began(byte[] name, long id) {
    held.put(id, new HeldLease(name, id, everyNanos));
    plan();
  }

  /** Returns whether there was a lease under an id; it is prolonged no more. */
  boolean ended(long id) {
    return held.remove(id) != null;
  }

  /** Sees to it that a round comes when the first is due; that is sooner than any later one is. */
  private void plan() {
    if (held.isEmpty() || !planned.compareAndSet(false, true)) {
      return;
    }
    long now = System.nanoTime();
    long wait = everyNanos;
    for (HeldLease each : held.values()) {
      wait = Math.min(wait, each.dueAt() - now);
    }
    try {
      Future<?> unused = prolonging.schedule(this::round, wait, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // It is closed, or there is no room for a thread: they run out, which costs a load each.
      prolonging.getQueue().clear();
      planned.set(false);
    }
  }

  private void round() {
    try {
      long now = System.nanoTime();
      List<HeldLease> due = new ArrayList<>();
      held.values().removeIf(each -> now - each.began >= windowNanos);
      for (HeldLease each : held.values()) {
        if (each.dueAt() - now <= everyNanos / TOGETHER_PART) {
          each.dueAt(now + everyNanos);
          due.add(each);
        }
      }
      Batches.parts(due, each -> 0).forEach(this::prolong);
    } finally {
      // In this order: whoever begins a lease between the two plans it himself.
      planned.set(false);
      plan();
    }
  }

  private void prolong(List<HeldLease> due) {
    long asked = System.nanoTime();
    List<HeldLease> some = new ArrayList<>();
    for (HeldLease each : due) {
      if (each.isLost(asked, TimeUnit.MILLISECONDS.toNanos(millis))) {
        // It has run out, and is not to be had back: others have gone on.
        held.remove(each.id, each);
      } else if (link.isReachable(each.name)) {
        some.add(each);
      }
    }
    if (some.isEmpty()) {
      return;
    }
    List<Boolean> lie =
        link.askApart(
            some.stream().map(each -> each.name).toList(),
            () -> writes.prolong(some, link::odd),
            reason -> List.of());
    for (int i = 0; i < lie.size(); i++) {
      HeldLease each = some.get(i);
      if (lie.get(i)) {
        each.heard(asked);
      } else {
        held.remove(each.id, each);
      }
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
