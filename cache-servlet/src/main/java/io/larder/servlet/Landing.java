package io.larder.servlet;

import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.flight.Leader;
import io.larder.http.Vary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one load goes: into the store, and to those who wait for it. */
final class Landing {

  private static final Vary ORIGIN = Vary.of(List.of("Origin"));

  private final Exchange exchange;
  private final Located located;
  private final Claim claim;
  private final Leader<Landed> leader;
  private final Backing backing;
  private long sentAt;
  private @Nullable Kept kept;
  private @Nullable Page shelved;
  private @Nullable Kept beginning;

  /**
   * Prepares it.
   *
   * @param located where the answer was looked for
   * @param claim a claim that was granted
   * @param leader whoever waits
   */
  Landing(Exchange exchange, Located located, Claim claim, Leader<Landed> leader, Backing backing) {
    this.exchange = exchange;
    this.located = located;
    this.claim = claim;
    this.leader = leader;
    this.backing = backing;
  }

  /** What has been handed to the store; null if nothing. */
  @Nullable Kept kept() {
    return kept;
  }

  /** The key of the URI. */
  String primary() {
    return located.primary();
  }

  /** Counts the load, which has ended. */
  void count(HandlerRun run, @Nullable Reason lost) {
    run.count(located.primary(), kept == null ? beginning : kept, lost);
  }

  /** The page as it has been handed to the store; null if none has. */
  @Nullable Page shelved() {
    return shelved;
  }

  /** Called when something is about to be sent. */
  void sends() {
    sentAt = backing.ticker().read();
  }

  /**
   * Stores a page, encoded if its rule says so, and hands it to those who wait.
   *
   * @param asked the request that it is the answer to
   * @param etag the entity tag that the handler gave it, or null
   * @param cost how long it has taken
   * @param sent whether its client had all of it before its handler returned
   */
  Kept keep(
      Page page,
      FillJudge.Granted granted,
      Asked asked,
      @Nullable String etag,
      Duration cost,
      boolean sent) {
    // What it took counts for early refreshes, which are not for what states its freshness itself.
    Terms terms =
        granted.byRule()
            ? exchange.policy().chance().costing(granted.terms(), cost)
            : granted.terms();
    Page stored = exchange.policy().compression().of(page);
    shelved = stored;
    Vary vary = vary(granted);
    Kept now =
        new Shelf(backing, exchange)
            .put(located, claim, new Shelf.Put(asked, vary, stored, terms, etag));
    FillResult result = now.result();
    kept = now;
    if (result == null || terms.freshNanos() == 0) {
      unshared();
      if (result == FillResult.STORED) {
        leader.lookAgain(); // never fresh: each has to have it validated for itself
      } else {
        leader.release(); // beyond a limit: they would lead one after the other
      }
      return now;
    }
    backing.unshared().forget(claim.key());
    boolean after = sent && result == FillResult.STORED;
    String selector = Variants.text(vary, asked.lines());
    leader.land(
        new Landed(stored, vary, selector, terms.ageNanos(), terms.freshNanos(), after, sentAt));
    return now;
  }

  /**
   * On what a page varies. Where others have named the origin that asked for them, one that names
   * none is the answer to whoever has none, and does not end theirs.
   */
  private Vary vary(FillJudge.Granted granted) {
    Variants known = located.variants();
    boolean byOrigin =
        known != null
            && known.vary().names().contains("origin")
            && !exchange.policy().isProxy()
            && !exchange.policy().keys().headerNames().contains("origin");
    return byOrigin ? granted.vary().union(ORIGIN) : granted.vary();
  }

  /** Stores what has come of a response that was cut short; nobody who waits is served with it. */
  void keepBeginning(Captured.Complete came, HandlerRun run) {
    beginning = new PartShelf(located, claim, run, backing).keepBeginning(came);
  }

  /** Lets those go who wait: there is nothing for them. To be called before the client's answer. */
  void release() {
    leader.release();
  }

  /** Says that nobody is to wait for the next answer either: it will be for one client too. */
  void unshared() {
    backing.unshared().remember(claim.key());
  }

  /** Says that nothing is stored. */
  void abandon() {
    if (kept == null && beginning == null) {
      backing.store().abandon(claim);
    }
  }

  /** Ends what is stored under the URI, all variants. */
  void evictAll() {
    backing.store().evict(located.primary());
  }

  /** Ends what is stored. */
  void evict() {
    backing.store().evict(claim.key());
  }
}
