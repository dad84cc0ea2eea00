package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.codec.CodecException;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import io.larder.cache.lease.LeaseTurn;
import io.larder.http.CacheStatus;
import io.larder.http.RequestOptions;
import io.larder.http.Reuse;
import io.larder.http.ReuseRules;
import io.larder.http.StoredDirectives;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs handlers to store what they answer. */
final class Loads {

  private final Backing backing;
  private final Searches searches;
  private final PageStore store;
  private final Ticker ticker;

  Loads(Backing backing, Searches searches) {
    this.searches = searches;
    this.backing = backing;
    this.store = backing.store();
    this.ticker = backing.ticker();
  }

  /**
   * Runs the handler for this request and for all who wait for it, if no other process does.
   *
   * @param deadline until when this request waits for another process
   */
  void lead(Exchange exchange, Missed missed, Leader<Landed> leader, Deadline deadline)
      throws IOException, ServletException {
    boolean open = false;
    try {
      // The flight before this one may have ended between the look-up and now.
      if (store.fills() == missed.fills() || !serveStored(exchange, missed.located())) {
        open = run(exchange, missed, leader, missed.status(), missed.stale(), true, deadline);
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
  void refresh(Exchange exchange, Missed missed, CacheStatus status)
      throws IOException, ServletException {
    run(exchange, missed, SingleFlight.alone(), status, null, true, null);
  }

  /** The same, and does not even ask the handler whether what is stored is still good. */
  void replace(Exchange exchange, Missed missed, CacheStatus status)
      throws IOException, ServletException {
    run(exchange, missed, SingleFlight.alone(), status, null, false, null);
  }

  /** Runs the handler for this request only, whose answer is not to be shared, most likely. */
  void alone(Exchange exchange, Missed missed) throws IOException, ServletException {
    run(exchange, missed, SingleFlight.alone(), missed.status(), missed.stale(), true, null);
  }

  /**
   * Serves what is stored by now, if it is fresh.
   *
   * @param before where it was looked for before
   */
  boolean serveStored(Exchange exchange, Located before) throws IOException {
    Located located = Located.of(store, before.primary(), exchange);
    if (!(located.found() instanceof CacheEntry<Page> entry)) {
      return false;
    }
    Page page = entry.value();
    long now = ticker.read();
    if (page == null || !Located.isResponse(page) || reuse(exchange, entry, now) != Reuse.FRESH) {
      return false;
    }
    try {
      serveFresh(exchange, located.primary(), entry, page, now);
    } catch (CodecException e) {
      store.evict(located.key());
      return false;
    }
    return true;
  }

  /** Serves what was found fresh. */
  void serveFresh(Exchange exchange, String key, CacheEntry<Page> entry, Page page, long now)
      throws IOException {
    CacheStatus status = Statuses.hit(entry.freshNanosLeft(now));
    PageWriter.write(exchange, Served.FRESH, key, page, entry.ageNanos(now), status);
  }

  /**
   * Whether what was found will do for this request.
   *
   * @param now the ticker's reading
   */
  Reuse reuse(Exchange exchange, CacheEntry<Page> entry, long now) {
    Policy policy = exchange.policy();
    long freshLeft = entry.freshNanosLeft(now);
    if (!policy.requests().honourRequestDirectives()) {
      return freshLeft > 0 ? Reuse.FRESH : Reuse.STALE;
    }
    return ReuseRules.judge(
        exchange.head().fields(),
        policy.requests(),
        freshLeft > 0 ? freshLeft : Staleness.freshNanosLeft(policy, entry, now),
        entry.ageNanos(now),
        () -> isNeverStale(policy, entry.value()));
  }

  /**
   * Whether the answer to another request, which was asked for before, is one that this client
   * accepts (RFC 9111, 5.2.1). It is older than this request, so {@code max-age=0} does not.
   */
  boolean suits(Exchange exchange, Landed landed) {
    RequestOptions options = exchange.policy().requests();
    if (!options.honourRequestDirectives()) {
      return true;
    }
    long age = Math.max(1, landed.ageNanos());
    return ReuseRules.judge(exchange.head().fields(), options, landed.freshNanos(), age, () -> true)
        == Reuse.FRESH;
  }

  private static boolean isNeverStale(Policy policy, @Nullable Page page) {
    return page == null
        || StoredDirectives.of(PageWriter.fields(page), policy.responses(null)).neverStale();
  }

  /** Whether the client wants what is stored or nothing. */
  boolean onlyIfCached(Exchange exchange) {
    return ReuseRules.onlyIfCached(exchange.head().fields(), exchange.policy().requests());
  }

  /** Serves what was found stale to a client that accepts it so. */
  void serveMaxStale(Exchange exchange, String key, CacheEntry<Page> entry, Page page, long now)
      throws IOException {
    long left = Staleness.freshNanosLeft(exchange.policy(), entry, now);
    CacheStatus status = CacheStatus.hit(Statuses.staleSeconds(left)).detail("max-stale");
    PageWriter.write(exchange, Served.STALE, key, page, entry.ageNanos(now), status);
  }

  /** Serves what was found stale, if the handler's failure allows that. */
  boolean serveStale(Exchange exchange, Missed missed, Throwable failure) throws IOException {
    int status =
        failure instanceof HandlerFailed failed ? failed.status() : SC_INTERNAL_SERVER_ERROR;
    Stale stale = missed.stale();
    return stale != null
        && stale.serve(
            exchange,
            missed.located(),
            store,
            HandlerFields.before(exchange.response()),
            status,
            ticker);
  }

  /**
   * Runs the handler.
   *
   * @param asks whether it is asked if what is stored is still good
   * @param deadline until when another process that runs it is waited for; null: not at all
   * @return whether it goes on asynchronously
   */
  private boolean run(
      Exchange exchange,
      Missed missed,
      Leader<Landed> leader,
      CacheStatus status,
      @Nullable Stale stale,
      boolean asks,
      @Nullable Deadline deadline)
      throws IOException, ServletException {
    Searches.Load search = searches.begin(exchange, missed);
    Generation generation = exchange.generation();
    Claim claim =
        deadline != null && missed.found() instanceof Miss
            ? claimInTurn(exchange, missed, leader, deadline)
            : store.claim(missed.key());
    if (claim == null) {
      if (search != null) {
        search.abandon();
      }
      return false;
    }
    if (!claim.granted()) {
      leader.release();
      if (search != null) {
        search.abandon();
      }
      Passing.pass(exchange, Statuses.STORE_UNAVAILABLE);
      return false;
    }
    leader.stamp(claim.stamp());
    Question question =
        asks
            ? Question.of(
                missed.located().again(store, exchange),
                exchange.policy(),
                store,
                backing.clock().instant())
            : null;
    Fill fill =
        new Fill(exchange, missed.located(), claim, leader, status, stale, question, backing);
    if (generation != null) {
      generation.enter(); // it may go on when the request has been left
    }
    return fill.run(
        ended -> {
          if (generation != null) {
            generation.leave();
          }
          if (ended.endsWhatWasFound()) {
            store.evict(missed.key());
          }
          if (search != null) {
            search.end(claim);
          }
        });
  }

  /**
   * Claims the key when no other process runs the handler for it; null: this request has its answer
   * by now.
   */
  private @Nullable Claim claimInTurn(
      Exchange exchange, Missed missed, Leader<Landed> leader, Deadline deadline)
      throws IOException, ServletException {
    String key = missed.key();
    String why = "wait";
    try {
      LeaseTurn<Boolean> turn =
          LeaseTurn.await(
              () -> store.lease(key),
              () -> store.claim(key),
              deadline::left,
              () -> serveStored(exchange, missed.located()) ? Boolean.TRUE : null);
      if (turn instanceof LeaseTurn.Load<Boolean> own) {
        return own.claim();
      }
      if (turn instanceof LeaseTurn.Found<Boolean>) {
        leader.lookAgain();
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = "interrupted";
    }
    leader.close();
    Passing.pass(exchange, missed, missed.status().detail(why));
    return null;
  }
}
