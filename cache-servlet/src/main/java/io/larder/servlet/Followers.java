package io.larder.servlet;

import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of requests that wait for the answer to another one: with their threads, or without
 * where they may go asynchronous.
 */
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

  Loads loads() {
    return loads;
  }

  WaitingRoom room() {
    return room;
  }

  Turnstile turnstile() {
    return turnstile;
  }

  int waiting() {
    return room.waiting();
  }

  /** When a request that begins to wait now stops waiting; it may have begun before. */
  Deadline deadline(Exchange exchange) {
    return exchange.request().getAttribute(AsyncFollower.WAITED) instanceof Deadline begun
        ? begun
        : Deadline.in(limits.waitTimeout());
  }

  /**
   * Waits for a leader and goes where its end leads; or has that done when the filter has returned.
   *
   * @return false if the leader's load was outrun: look up again
   */
  boolean follow(Exchange exchange, Missed missed, Waiter<Landed> waiter, Deadline deadline)
      throws IOException, ServletException {
    if (limits.asyncWaiters()
        && WayBack.isOpen(exchange.request())
        && waitsWithoutThread(exchange, missed, waiter, deadline)) {
      return true;
    }
    CacheStatus status = missed.status();
    try {
      Outcome<Landed> outcome = room.await(waiter, deadline.left());
      if (outcome instanceof Outcome.Landed<Landed> landed) {
        Landed value = landed.value();
        if (!value.fits(exchange) || !loads.suits(exchange, value)) {
          return false; // another variant than this request's, or not what its client wants
        }
        value.write(exchange, missed);
      } else if (outcome instanceof Outcome.Outrun) {
        return false;
      } else if (outcome instanceof Outcome.Promoted<Landed> promoted) {
        loads.lead(exchange, missed, promoted.leader(), deadline);
      } else if (outcome instanceof Outcome.Failed<Landed> failed) {
        afterFailure(exchange, missed, failed.failure(), deadline);
      } else {
        pass(exchange, missed, status, outcome);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Passing.pass(exchange, missed, status.detail("interrupted"));
    }
    return true;
  }

  /** False if there is no seat for it, or it cannot go asynchronous. */
  private boolean waitsWithoutThread(
      Exchange exchange, Missed missed, Waiter<Landed> waiter, Deadline deadline) {
    if (!room.enter()) {
      return false;
    }
    try {
      new AsyncFollower(this, exchange, missed, waiter, deadline).begin();
      return true;
    } catch (RuntimeException e) {
      // Of the container, or of what wraps its request.
      room.leave();
      if (!exchange.request().isAsyncStarted()) {
        return false;
      }
      if (waiter.leave() instanceof Outcome.Promoted<Landed> promoted) {
        promoted.leader().close();
      }
      throw e;
    }
  }

  private static void pass(
      Exchange exchange, Missed missed, CacheStatus status, @Nullable Outcome<Landed> outcome)
      throws IOException, ServletException {
    if (outcome == null) {
      Passing.pass(exchange, missed, status.detail("too-many-waiters"));
    } else {
      boolean released = outcome instanceof Outcome.Released;
      Passing.pass(exchange, missed, status.detail(released ? "not-shared" : "wait"));
    }
  }

  /**
   * The handler is in trouble: its followers come one after the other, or find an answer by now.
   */
  private void afterFailure(Exchange exchange, Missed missed, Throwable failure, Deadline deadline)
      throws IOException, ServletException, InterruptedException {
    if (loads.serveStale(exchange, missed, failure)) {
      return;
    }
    Turnstile.Pass pass = turnstile.join(missed.key());
    try {
      pass.await(deadline.left().toNanos());
      if (!loads.serveStored(exchange, missed.located())) {
        Passing.pass(exchange, missed, missed.status().detail("leader-failed"));
      }
    } finally {
      pass.leave();
    }
  }
}
