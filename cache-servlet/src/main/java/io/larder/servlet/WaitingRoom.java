package io.larder.servlet;

import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait for the answer to another one: so many at once at most, and so long. Of those
 * that wait with their threads only few wait for a handler that has gone asynchronous: it needs a
 * thread of the same pool to end.
 */
final class WaitingRoom {

  /** So many threads may wait for asynchronous handlers, over all keys. */
  private static final int FOR_ASYNCHRONOUS = 16;

  private final int seats;
  private final AtomicInteger taken = new AtomicInteger();
  private final Semaphore forAsynchronous = new Semaphore(FOR_ASYNCHRONOUS);

  WaitingRoom(int seats) {
    this.seats = seats;
  }

  /** Takes a seat, which whoever got one {@linkplain #leave() leaves}; false if all are taken. */
  boolean enter() {
    if (taken.incrementAndGet() > seats) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    taken.decrementAndGet();
  }

  /**
   * Waits with this thread.
   *
   * @return null if there is no room for it, or none any more: the waiter has left
   * @throws InterruptedException if the thread is interrupted
   */
  <T> @Nullable Outcome<T> await(Waiter<T> waiter, Duration timeout) throws InterruptedException {
    if (!enter()) {
      Outcome<T> told = waiter.leave();
      return told instanceof Outcome.TimedOut ? null : told;
    }
    Blocked blocked = new Blocked(waiter);
    try {
      waiter.whenDetached(blocked::leaderIsAsynchronous);
      Outcome<T> told = waiter.await(timeout);
      return told instanceof Outcome.TimedOut && blocked.isCrowdedOut() ? null : told;
    } finally {
      blocked.end();
      leave();
    }
  }

  int waiting() {
    return taken.get();
  }

  /** A thread that waits. */
  private final class Blocked {
    private final Waiter<?> waiter;

    // All guarded by this.
    private boolean permitted;
    private boolean crowdedOut;
    private boolean ended;

    Blocked(Waiter<?> waiter) {
      this.waiter = waiter;
    }

    synchronized void leaderIsAsynchronous() {
      if (ended || permitted || crowdedOut) {
        return;
      }
      permitted = forAsynchronous.tryAcquire();
      if (!permitted) {
        crowdedOut = true;
        Outcome<?> unused = waiter.leave(); // which the thread that waits is told
      }
    }

    synchronized boolean isCrowdedOut() {
      return crowdedOut;
    }

    synchronized void end() {
      ended = true;
      if (permitted) {
        forAsynchronous.release();
      }
    }
  }
}
