package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.NoKey;
import io.larder.http.CachedMethods;
import io.larder.http.RequestRules;
import io.larder.http.RequestVerdict;
import io.larder.http.Reuse;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine of rules that only tell what they would do ({@link CacheMode#SHADOW}). What would be
 * stored is remembered without its content, in a store of its own: in this process, whatever the
 * Larder's is, and of at most 16 MB.
 *
 * <p>What the application ends through the Larder, by a key or a tag, is not noticed; what it ends
 * through the filter, and what unsafe requests end, is. Thread-safe.
 */
final class Shadow implements AutoCloseable {

  private static final String STORE = "memory:?maxBytes=16MB";

  private final Larder own;
  private final Servlets servlets;
  private final Backing backing;
  private final Searches searches;
  private final Loads loads;

  /** The keys of which an answer is being computed. */
  private final Set<String> loading = ConcurrentHashMap.newKeySet();

  Shadow(Larder larder, Servlets servlets, InstantSource clock, InFlight inFlight) {
    this.servlets = servlets;
    this.own = Larder.builder().store(STORE).ticker(larder.ticker()).build();
    PageStore store = new PageStore(own.pages().store());
    this.backing = new Backing(store, larder.ticker(), clock, inFlight);
    this.searches = new Searches(backing);
    this.loads = new Loads(backing, searches);
  }

  /** What explains requests under these rules. */
  Explainer explainer(Larder larder) {
    return new Explainer(larder, backing, searches, loads);
  }

  /** Forgets everything. Who is still served by it is told that there is no store. */
  @Override
  public void close() {
    own.close();
  }

  /** Ends what would be stored under these keys. */
  void evictAll(Collection<String> keys) {
    backing.store().evictAll(keys);
  }

  /** Hands a request to its handler, and tells what would have been done. */
  void serve(Exchange exchange) throws IOException, ServletException {
    RequestVerdict verdict = RequestRules.judge(exchange.head(), exchange.policy().requests());
    switch (verdict.action()) {
      case LOOK_UP -> identify(exchange);
      case INVALIDATE ->
          new UnsafeRequest(
                  exchange, new Invalidation(exchange, backing.store(), servlets), backing)
              .run(Statuses.of(verdict));
      case PASS -> Passing.pass(exchange, Statuses.of(verdict));
    }
  }

  private void identify(Exchange exchange) throws IOException, ServletException {
    if (RequestHeads.overridesMethod(exchange.request())) {
      Passing.pass(exchange, Statuses.METHOD_OVERRIDE);
    } else if (RequestHeads.mayHideForm(exchange.request())) {
      Passing.pass(exchange, Statuses.REQUEST_BODY);
    } else if (exchange.policy().bypasses(exchange.request())) {
      Passing.pass(exchange, Statuses.BYPASS_WHEN);
    } else if (CachedMethods.isKeyedByContent(exchange.head().method())) {
      Passing.pass(exchange, Statuses.SHADOW_CONTENT); // which is the handler's to read
    } else if (exchange.key() instanceof KeyResult.Key found) {
      lookUp(exchange, found.text());
    } else {
      Passing.pass(exchange, Statuses.noKey((NoKey) exchange.key()));
    }
  }

  private void lookUp(Exchange exchange, String key) throws IOException, ServletException {
    Located located = Located.of(backing.store(), key, exchange);
    Page page = found(exchange, located);
    if (page != null) {
      new ShadowRun(exchange, located, null, page, backing).run(() -> {});
      return;
    }
    Missed missed = new Missed(located, 0, 0);
    if (!backing.admits(exchange, missed)) {
      Tally.passed(exchange, key, missed.status().detail(Statuses.NEW_KEYS));
      Passing.pass(exchange, missed, Statuses.shadow(Statuses.NEW_KEYS));
      return;
    }
    boolean alone = located.unfit() || backing.unshared().isRemembered(located.key());
    boolean leads = alone || loading.add(located.key());
    Tally.missed(exchange, key, !leads);
    Claim claim = leads && !exchange.isHead() ? backing.store().claim(located.key()) : null;
    Runnable end = leads && !alone ? () -> loading.remove(located.key()) : () -> {};
    new ShadowRun(exchange, located, claim, null, backing).run(end);
  }

  /** What would be served, as it is told; null if nothing would. */
  private @Nullable Page found(Exchange exchange, Located located) {
    boolean anew = exchange.policy().refreshes(exchange.request()) && !exchange.isHead();
    if (anew || !(located.found() instanceof CacheEntry<Page> entry) || entry.value() == null) {
      return null;
    }
    long now = backing.ticker().read();
    Reuse reuse = loads.reuse(exchange, entry, now);
    boolean stale = reuse == Reuse.STALE && entry.staleWhileRevalidateNanosLeft(now) > 0;
    if (reuse != Reuse.FRESH && reuse != Reuse.MAX_STALE && !stale) {
      return null;
    }
    Served how = reuse == Reuse.FRESH ? Served.FRESH : Served.STALE;
    Tally.served(exchange, how, located.primary(), ShadowPage.bytes(entry.value()));
    return entry.value();
  }
}
