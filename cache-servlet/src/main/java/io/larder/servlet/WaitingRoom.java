package io.larder.servlet;

import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Where requests wait for the answer to another one: so many at once at most, and so long. */
final class WaitingRoom {

  private final int seats;
  private final AtomicInteger taken = new AtomicInteger();

  WaitingRoom(int seats) {
    this.seats = seats;
  }

  /**
   * Waits with this thread, or leaves at once if every seat is taken.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  <T> Outcome<T> await(Waiter<T> waiter, Duration timeout) throws InterruptedException {
    if (taken.incrementAndGet() > seats) {
      taken.decrementAndGet();
      return waiter.leave();
    }
    try {
      return waiter.await(timeout);
    } finally {
      taken.decrementAndGet();
    }
  }

  int waiting() {
    return taken.get();
  }
}
