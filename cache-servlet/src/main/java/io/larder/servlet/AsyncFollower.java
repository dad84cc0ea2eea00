package io.larder.servlet;

import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import io.larder.http.CacheStatus;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for the answer to another one without a thread.
 *
 * <p>The filter has returned by then, and what came behind it cannot be run any more: the container
 * takes its chain back. So such a request is given a stored page, or is {@linkplain SentBack sent
 * back} by a dispatch to where it came from.
 *
 * <p>Exactly one of what may end the wait does so: the leader, the time, the client, the container.
 * All of them but the leader, which hands its word over to a thread of the container, wait for an
 * answer that has begun. No lock is held while others are told something.
 */
final class AsyncFollower implements AsyncListener {

  /** The request's attribute that holds the end of its patience, once it has gone asynchronous. */
  static final String WAITED = AsyncFollower.class.getName() + ".waited";

  private final Followers followers;
  private final Exchange exchange;
  private final Missed missed;
  private final Waiter<Landed> waiter;
  private final Deadline deadline;
  private final AsyncContext context;
  private final long timeout;

  // Written by whoever holds this object's lock; used before settled.
  private volatile boolean used;
  private volatile boolean settled;

  private volatile Turnstile.@Nullable Pass pass;
  private volatile @Nullable SentBack back;

  /**
   * Goes asynchronous.
   *
   * @param followers it has a seat in their room already
   * @throws IllegalStateException if the container does not allow that
   */
  AsyncFollower(
      Followers followers,
      Exchange exchange,
      Missed missed,
      Waiter<Landed> waiter,
      Deadline deadline) {
    this.followers = followers;
    this.exchange = exchange;
    this.missed = missed;
    this.waiter = waiter;
    this.deadline = deadline;
    HttpServletRequest request = exchange.request();
    request.setAttribute(WAITED, deadline);
    // What an outer filter has wrapped stays. A servlet may get this response without our help.
    this.context =
        request.startAsync(
            request, new AsideResponse(exchange.response(), AsideFields.under(exchange.policy())));
    this.timeout = context.getTimeout();
  }

  boolean isOneOf(Followers others) {
    return followers == others;
  }

  Exchange exchange() {
    return exchange;
  }

  Missed missed() {
    return missed;
  }

  /**
   * Waits; the request may be answered before this returns.
   *
   * @throws IllegalStateException if the container has ended the request; it does not wait then
   */
  void begin() {
    context.setTimeout(Math.max(1, deadline.left().toMillis()));
    context.addListener(this);
    waiter.whenTold(this::told);
  }

  /** Comes from the leader's thread, which is not to be kept. */
  private void told(Outcome<Landed> outcome) {
    if (outcome instanceof Outcome.TimedOut) {
      return; // by leaving; who left goes on
    }
    if (settled) {
      drop(outcome);
    } else {
      context.start(() -> go(outcome)); // if it throws, the time will pass
    }
  }

  /** The leader's word comes too late; if it is the lead, the next one gets it. */
  private void drop(Outcome<Landed> outcome) {
    if (!used && outcome instanceof Outcome.Promoted<Landed> promoted) {
      promoted.leader().close();
    }
  }

  /** Goes where the leader's end leads. */
  private void go(Outcome<Landed> outcome) {
    boolean late;
    synchronized (this) {
      late = settled;
      if (!late) {
        follow(outcome);
      }
    }
    if (late) {
      drop(outcome);
    } else if (outcome instanceof Outcome.Failed) {
      queue();
    }
  }

  private void follow(Outcome<Landed> outcome) {
    used = true;
    CacheStatus said = missed.status();
    if (outcome instanceof Outcome.Landed<Landed> landed) {
      Landed value = landed.value();
      // Another variant than this request's, or not what its client wants.
      if (!value.fits(exchange) || !followers.loads().suits(exchange, value)) {
        sendBack(SentBack.toLookUp(this, said.detail("not-shared")));
        return;
      }
      answer(
          () -> {
            value.write(exchange, missed);
            return true;
          });
    } else if (outcome instanceof Outcome.Failed<Landed> failed) {
      answer(() -> followers.loads().serveStale(exchange, missed, failed.failure()));
    } else if (outcome instanceof Outcome.Promoted<Landed> promoted) {
      sendBack(SentBack.toLead(this, said.detail("not-shared"), promoted.leader()));
    } else if (outcome instanceof Outcome.Outrun) {
      if (!answer(() -> followers.loads().serveStored(exchange, missed.located()))) {
        sendBack(SentBack.toLookUp(this, said.detail("not-shared")));
      }
    } else {
      boolean released = outcome instanceof Outcome.Released;
      sendBack(SentBack.toHandler(this, said.detail(released ? "not-shared" : "wait")));
    }
  }

  /** Queues up for the handler, which is in trouble. */
  private void queue() {
    if (!settled) {
      Turnstile.Pass joined = followers.turnstile().join(missed.key());
      pass = joined;
      if (settled) {
        joined.leave(); // its end may not have seen it
      } else {
        joined.whenTurn(() -> context.start(this::turn));
      }
    }
  }

  private synchronized void turn() {
    if (!settled && !answer(() -> followers.loads().serveStored(exchange, missed.located()))) {
      sendBack(SentBack.toHandler(this, missed.status().detail("leader-failed")));
    }
  }

  /** Something that may answer the request. */
  private interface Attempt {
    boolean isAnswer() throws IOException;
  }

  /** Tries to answer the request; true if that is done. */
  private boolean answer(Attempt attempt) {
    boolean over = true;
    try {
      over = attempt.isAnswer();
    } catch (IOException e) {
      // The client has gone.
    } catch (RuntimeException | Error e) {
      fail();
      throw e; // for the container to log
    } finally {
      if (over) {
        settle();
        complete();
      }
    }
    return over;
  }

  private void fail() {
    HttpServletResponse response = exchange.response();
    if (!response.isCommitted()) {
      response.reset();
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // The container has noticed by itself that the client is gone.
    }
  }

  private void settle() {
    settled = true;
    followers.room().leave();
  }

  /** Sends the request back to where it came from. */
  private void sendBack(SentBack sent) {
    settle();
    back = sent;
    sent.leave(exchange);
    try {
      context.setTimeout(timeout);
    } catch (IllegalStateException e) {
      // Undertow forgets ours anyway.
    }
    try {
      WayBack.take(exchange.request(), context);
    } catch (IllegalStateException e) {
      sent.undeliverable(); // the container has ended the request, whose client is gone
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    synchronized (this) {
      if (settled) {
        return;
      }
      if (pass == null) {
        follow(waiter.leave());
      }
      if (!settled) {
        sendBack(SentBack.toHandler(this, missed.status().detail("leader-failed")));
      }
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    if (ends()) {
      complete();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    boolean unused = ends();
    over();
  }

  /** Ends the wait from outside; false if it had ended before. */
  private boolean ends() {
    synchronized (this) {
      if (settled) {
        return false;
      }
      settle();
    }
    Tally.missed(exchange, missed.primary());
    Outcome<Landed> unused = waiter.leave(); // whatever it was told is dropped where it is told
    return true;
  }

  private void over() {
    SentBack sent = back;
    if (sent != null) {
      sent.over();
    } else {
      handlerEnded();
    }
  }

  /** The next one may come, if this one was one of a few. */
  void handlerEnded() {
    Turnstile.Pass joined = pass;
    if (joined != null) {
      joined.leave();
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    AsyncContext begun = event.getAsyncContext();
    if (begun != null) {
      begun.addListener(this); // its end is still the end of this
    }
  }
}
