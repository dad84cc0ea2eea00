package io.larder.servlet;

import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** What becomes of requests that wait for the answer to another one. */
final class Followers {

  /** Where a leader has failed, so many of its followers ask the handler at a time. */
  private static final int AFTER_FAILURE = 4;

  private final WaitLimits limits;
  private final WaitingRoom room;
  private final Turnstile turnstile = new Turnstile(AFTER_FAILURE);
  private final Loads loads;

  Followers(WaitLimits limits, Loads loads) {
    this.limits = limits;
    this.room = new WaitingRoom(limits.maxWaiters());
    this.loads = loads;
  }

  int waiting() {
    return room.waiting();
  }

  /** When a request that begins to wait now stops waiting. */
  Deadline deadline() {
    return Deadline.in(limits.waitTimeout());
  }

  /**
   * Waits for a leader and goes where its end leads.
   *
   * @return false if the leader's load was outrun: look up again
   */
  boolean follow(Exchange exchange, Missed missed, Waiter<Landed> waiter, Deadline deadline)
      throws IOException, ServletException {
    CacheStatus status = missed.status();
    try {
      Outcome<Landed> outcome = room.await(waiter, deadline.left());
      if (outcome instanceof Outcome.Landed<Landed> landed) {
        Landed value = landed.value();
        if (!value.fits(exchange.request())) {
          return false; // another variant than this request's
        }
        PageWriter.write(exchange, value.page(), value.ageNanos(), value.status(missed));
      } else if (outcome instanceof Outcome.Outrun) {
        return false;
      } else if (outcome instanceof Outcome.Promoted<Landed> promoted) {
        loads.lead(exchange, missed, promoted.leader());
      } else if (outcome instanceof Outcome.Failed<Landed> failed) {
        afterFailure(exchange, missed, failed.failure(), deadline);
      } else {
        boolean released = outcome instanceof Outcome.Released;
        Passing.pass(exchange, status.detail(released ? "not-shared" : "wait"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Passing.pass(exchange, status.detail("interrupted"));
    }
    return true;
  }

  /**
   * The handler is in trouble: its followers come one after the other, or find an answer by now.
   */
  private void afterFailure(Exchange exchange, Missed missed, Throwable failure, Deadline deadline)
      throws IOException, ServletException, InterruptedException {
    if (loads.serveStale(exchange, missed, failure)) {
      return;
    }
    Turnstile.Pass pass = turnstile.enter(missed.key(), deadline.left().toNanos());
    try {
      if (!loads.serveStored(exchange, missed.key())) {
        Passing.pass(exchange, missed.status().detail("leader-failed"));
      }
    } finally {
      pass.leave();
    }
  }
}
