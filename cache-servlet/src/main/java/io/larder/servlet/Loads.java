package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Runs handlers to store what they answer. */
final class Loads {

  private final PageStore store;
  private final Ticker ticker;
  private final InstantSource clock;

  Loads(PageStore store, Ticker ticker, InstantSource clock) {
    this.store = store;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** Runs the handler for this request and for all who wait for it. */
  void lead(Exchange exchange, Missed missed, Leader<Landed> leader)
      throws IOException, ServletException {
    boolean open = false;
    try {
      // The flight before this one may have ended between the look-up and now.
      if (store.fills() == missed.fills() || !serveStored(exchange, missed.key())) {
        open = run(exchange, missed.key(), leader, missed.status(), missed.stale());
      }
    } finally {
      if (!open) {
        leader.close();
      }
    }
  }

  /**
   * Runs the handler whatever is stored, and stores its answer over it. Nobody waits for it: who
   * asks for a refresh takes no load that began before, and those who do not ask have no need to.
   */
  void refresh(Exchange exchange, String key) throws IOException, ServletException {
    Leader<Landed> alone = (Leader<Landed>) new SingleFlight<Landed>(0).join(key, 0);
    run(exchange, key, alone, Statuses.REFRESH, null);
  }

  /** Serves what is stored, if it is fresh. */
  boolean serveStored(Exchange exchange, String key) throws IOException {
    return store.find(key) instanceof CacheEntry<Page> entry && serveFresh(exchange, entry);
  }

  /** Serves what was found, if it is fresh. */
  boolean serveFresh(Exchange exchange, CacheEntry<Page> entry) throws IOException {
    long now = ticker.read();
    long left = entry.freshNanosLeft(now);
    Page page = entry.value();
    if (left <= 0 || page == null) {
      return false;
    }
    PageWriter.write(exchange, page, entry.ageNanos(now), Statuses.hit(left));
    return true;
  }

  /** Serves what was found stale, if the handler's failure allows that. */
  boolean serveStale(Exchange exchange, Missed missed, Throwable failure) throws IOException {
    int status =
        failure instanceof HandlerFailed failed ? failed.status() : SC_INTERNAL_SERVER_ERROR;
    Stale stale = missed.stale();
    return stale != null
        && stale.serve(
            exchange,
            missed.key(),
            store,
            HandlerFields.before(exchange.response()),
            status,
            ticker);
  }

  /** Runs the handler; true if it goes on asynchronously. */
  private boolean run(
      Exchange exchange,
      String key,
      Leader<Landed> leader,
      CacheStatus status,
      @Nullable Stale stale)
      throws IOException, ServletException {
    Claim claim = store.claim(key);
    if (!claim.granted()) {
      leader.release();
      Passing.pass(exchange, Statuses.STORE_UNAVAILABLE);
      return false;
    }
    leader.stamp(claim.stamp());
    return new Fill(exchange, claim, leader, status, stale, store, ticker, clock).run(fill -> {});
  }
}
