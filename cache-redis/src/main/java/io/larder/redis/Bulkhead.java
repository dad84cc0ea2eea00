package io.larder.redis;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many threads may be with Redis at once, so that one which does not answer holds up no more.
 *
 * <p>A burst is no such case: whoever comes while all places are taken waits as long as those
 * inside get their answers, and has a place soon. Once nobody has come out for a moment all who
 * come are sent away at once. Thread-safe.
 */
final class Bulkhead {

  private final Semaphore places;
  private final long waitNanos;
  private final long stuckNanos;

  /** When somebody last came in without waiting, or went out. */
  private volatile long movedAt = System.nanoTime();

  /**
   * Creates it, empty.
   *
   * @param places how many threads at most
   * @param wait how long one waits for a place at most
   * @param stuck after how long without anybody coming out nobody waits for a place
   */
  Bulkhead(int places, Duration wait, Duration stuck) {
    this.places = new Semaphore(places);
    this.waitNanos = wait.toNanos();
    this.stuckNanos = stuck.toNanos();
  }

  /**
   * Returns whether the caller has a place, which it has to {@link #leave} then; false too if it is
   * interrupted while it waits, which it stays.
   */
  boolean enter() {
    if (places.tryAcquire()) {
      movedAt = System.nanoTime();
      return true;
    }
    long began = System.nanoTime();
    long most = Math.min(waitNanos, Deadline.left(began));
    try {
      for (long now = began; ; now = System.nanoTime()) {
        long left = Math.min(most - (now - began), stuckNanos - (now - movedAt));
        if (left <= 0) {
          return false;
        }
        if (places.tryAcquire(left, TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns whether nobody has come out for so long that nobody waits. */
  boolean isStuck() {
    return System.nanoTime() - movedAt >= stuckNanos;
  }

  /** Gives a place back. */
  void leave() {
    movedAt = System.nanoTime();
    places.release();
  }
}
