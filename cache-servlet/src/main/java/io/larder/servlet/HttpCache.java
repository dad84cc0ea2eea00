package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.codec.CodecException;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import io.larder.cache.flight.Turn;
import io.larder.cache.flight.Waiter;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.NoKey;
import io.larder.http.CacheStatus;
import io.larder.http.CachedMethods;
import io.larder.http.RequestRules;
import io.larder.http.RequestVerdict;
import io.larder.http.Reuse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The engine: takes one request from the verdict on it to its answer.
 *
 * <p>Thread-safe; each request is served by the thread that it came with, if it need not wait.
 * Whatever the store does, the handler's answer reaches the client.
 */
final class HttpCache {

  /** So many threads at most wait for requests whose key holds their content. */
  static final int SLOW_REQUESTS = 16;

  private final Larder larder;
  private final PageStore store;
  private final Servlets servlets;
  private final Ticker ticker;
  private final SingleFlight<Landed> flights;
  private final Backing backing;
  private final Generations generations;
  private final Searches searches;
  private final Loads loads;
  private final Followers followers;
  private final Revalidation revalidation;
  private final Parts parts;
  private final Semaphore slowRequests = new Semaphore(SLOW_REQUESTS);
  private final LazyShadow shadow;

  HttpCache(
      Larder larder, Servlets servlets, WaitLimits limits, InFlight inFlight, InstantSource clock) {
    this.larder = larder;
    this.servlets = servlets;
    this.store = new PageStore(larder.pages().store());
    this.ticker = larder.ticker();
    this.flights = new SingleFlight<>(limits.maxWaitersPerKey());
    this.backing = new Backing(store, ticker, clock, inFlight);
    this.generations = new Generations(backing);
    this.searches = new Searches(backing);
    this.loads = new Loads(backing, searches);
    this.parts = new Parts(backing);
    this.followers = new Followers(limits, loads);
    this.shadow = new LazyShadow(larder, servlets, clock, inFlight);
    this.revalidation = new Revalidation(backing, flights, loads, limits.maxRefreshes());
  }

  /** How many requests wait for others' answers at this moment. */
  int waiting() {
    return followers.waiting();
  }

  /** How many bytes responses take that are being captured at this moment. */
  long inFlight() {
    return backing.inFlight().taken();
  }

  /** How many keys are being loaded at this moment. */
  int loading() {
    return flights.size();
  }

  /** How many stale pages are refreshed at this moment. */
  int refreshing() {
    return revalidation.refreshing();
  }

  /** Says what would be done with a request; it does nothing of it. */
  Explanation explain(String text, Exchange exchange) {
    Explainer explainer =
        exchange.policy().isShadow()
            ? shadow.get().explainer(larder)
            : new Explainer(larder, backing, searches, loads);
    return explainer.explain(text, exchange);
  }

  /** Ends what rules that only tell so would have stored under these keys. */
  void evictShadows(Collection<String> keys) {
    shadow.evictAll(keys);
  }

  /** Closes what this has opened itself. */
  void close() {
    shadow.close();
  }

  /** Answers a request. */
  void serve(Exchange exchange) throws IOException, ServletException {
    try {
      decide(exchange);
    } catch (IOException | ServletException | RuntimeException | Error e) {
      Tally.bypassed(exchange, "error"); // unless it was known before what becomes of it
      throw e;
    }
  }

  private void decide(Exchange exchange) throws IOException, ServletException {
    if (exchange.policy().isShadow()) {
      shadow.get().serve(exchange);
      return;
    }
    RequestVerdict verdict = RequestRules.judge(exchange.head(), exchange.policy().requests());
    switch (verdict.action()) {
      case LOOK_UP -> identify(exchange);
      case INVALIDATE -> {
        Exchange told = exchange.withPlainTags();
        new UnsafeRequest(told, new Invalidation(told, store, servlets), backing)
            .run(Statuses.of(verdict));
      }
      case PASS -> Passing.pass(exchange, Statuses.of(verdict));
    }
  }

  /**
   * Goes on with a request that has waited without a thread.
   *
   * @return false if this dispatch is another one
   */
  boolean resume(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SentBack sent = SentBack.arrived(request, followers);
    if (sent == null) {
      return false;
    }
    try {
      Exchange exchange = sent.resumed(request, response, chain);
      Leader<Landed> lead = sent.takeLead();
      if (lead != null) {
        loads.lead(exchange, sent.missed(), lead, followers.deadline(exchange));
      } else if (sent.isForHandler()) {
        chain.doFilter(request, new AsideResponse(response, AsideFields.under(exchange.policy())));
      } else {
        serve(exchange);
      }
    } finally {
      if (!request.isAsyncStarted()) {
        sent.over();
      }
    }
    return true;
  }

  /** Finds out under which key the answer lies, if under any. */
  private void identify(Exchange exchange) throws IOException, ServletException {
    if (RequestHeads.overridesMethod(exchange.request())) {
      Passing.pass(exchange, Statuses.METHOD_OVERRIDE);
      return;
    }
    if (RequestHeads.mayHideForm(exchange.request())) {
      Passing.pass(exchange, Statuses.REQUEST_BODY);
      return;
    }
    if (exchange.policy().bypasses(exchange.request())) {
      Passing.pass(exchange, Statuses.BYPASS_WHEN);
      return;
    }
    KeyResult key = exchange.key();
    if (key instanceof KeyResult.Key found) {
      if (CachedMethods.isKeyedByContent(exchange.head().method())) {
        answerByContent(exchange, found.text());
      } else {
        answer(exchange, found.text());
      }
    } else {
      Passing.pass(exchange, Statuses.noKey((NoKey) key));
    }
  }

  /** The key holds the content too, and what it is that evicting the URI ends. */
  private void answerByContent(Exchange exchange, String key) throws IOException, ServletException {
    RequestContent content =
        RequestContent.of(exchange.request(), exchange.policy().maxRequestBody(), slowRequests);
    Exchange kept = exchange.with(content.request());
    String digest = content.digest();
    if (digest == null) {
      Passing.pass(kept, content.refusal());
      return;
    }
    Generation generation = generations.of(key, () -> backing.admitsNew(exchange.policy(), key));
    if (generation == null) {
      Passing.pass(kept, larder.enabled() ? Statuses.STORE_UNAVAILABLE : Statuses.DISABLED);
      return;
    }
    try {
      answer(kept.under(generation), generation.keyOf(digest));
    } finally {
      generation.leave();
    }
  }

  private void answer(Exchange exchange, String key) throws IOException, ServletException {
    if (exchange.policy().refreshes(exchange.request()) && !exchange.isHead()) {
      replace(exchange, new Missed(Located.of(store, key, exchange), 0, 0));
      return;
    }
    Deadline deadline = null;
    boolean answered = false;
    while (!answered) {
      long fills = store.fills();
      Located located = Located.of(store, key, exchange);
      Lookup<Page> found = located.found();
      Reuse reuse = null;
      if (found instanceof CacheEntry<Page> entry) {
        long now = ticker.read();
        reuse = loads.reuse(exchange, entry, now);
        try {
          if (reuses(exchange, located, entry, reuse, fills, now)) {
            return;
          }
        } catch (CodecException e) {
          // It is stored encoded, and cannot be decoded.
          store.evict(located.key());
          located = located.asMissed();
          found = located.found();
          reuse = null;
        }
      }
      if (found instanceof Miss && searches.serves(exchange, loads)) {
        return;
      }
      if (loads.onlyIfCached(exchange)) {
        Passing.onlyIfCached(exchange, key);
        return;
      }
      if (reuse != null || found instanceof Miss) {
        deadline = deadline == null ? followers.deadline(exchange) : deadline;
        Missed missed = new Missed(located, fills, ticker.read());
        answered = load(exchange, missed, reuse, deadline);
      } else {
        Passing.pass(exchange, larder.enabled() ? Statuses.STORE_UNAVAILABLE : Statuses.DISABLED);
        answered = true;
      }
    }
  }

  /** Answers with what was found, if it may be. */
  private boolean reuses(
      Exchange exchange, Located located, CacheEntry<Page> entry, Reuse reuse, long fills, long now)
      throws IOException {
    Page page = entry.value();
    if (page == null) {
      return false;
    }
    if (PartialPage.is(page)) {
      return parts.serve(exchange, located, entry, reuse, now);
    }
    switch (reuse) {
      case FRESH -> {
        if (!revalidation.serveEarly(exchange, located, entry, fills, now)) {
          loads.serveFresh(exchange, located.primary(), entry, page, now);
        }
      }
      case MAX_STALE -> loads.serveMaxStale(exchange, located.primary(), entry, page, now);
      case STALE -> {
        return revalidation.serve(exchange, located, entry, fills);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Has the handler answer, or whoever asks it already; false if that was outrun. */
  private boolean load(Exchange exchange, Missed missed, @Nullable Reuse reuse, Deadline deadline)
      throws IOException, ServletException {
    if (!backing.admits(exchange, missed)) {
      Passing.pass(exchange, missed, missed.status().detail(Statuses.NEW_KEYS));
      return true;
    }
    if (exchange.wantsPartOfOrigin() && missed.hasNoWhole()) {
      parts.load(exchange, missed, reuse);
      return true;
    }
    return Missed.isByClient(reuse)
        ? validate(exchange, missed, reuse)
        : miss(exchange, missed, deadline);
  }

  /** The application wants it computed anew, whoever asks: what is not there yet is new. */
  private void replace(Exchange exchange, Missed missed) throws IOException, ServletException {
    if (!backing.admits(exchange, missed)) {
      Passing.pass(exchange, missed, Statuses.NEW_KEYS_REFRESH);
    } else {
      loads.replace(exchange, missed, Statuses.REFRESH);
    }
  }

  /** The client itself wants an answer of the handler's: no load that began before will do. */
  private boolean validate(Exchange exchange, Missed missed, @Nullable Reuse reuse)
      throws IOException, ServletException {
    CacheStatus status = Missed.ofClient(reuse);
    if (exchange.isHead()) {
      HeadRequest.pass(exchange, missed, status, backing);
    } else {
      loads.refresh(exchange, missed, status);
    }
    return true;
  }

  /** Leads or follows; false if what this request waited for was outrun: look up again. */
  private boolean miss(Exchange exchange, Missed missed, Deadline deadline)
      throws IOException, ServletException {
    if (exchange.isHead()) {
      // Its answer has no body that could be stored.
      HeadRequest.pass(exchange, missed, missed.status(), backing);
      return true;
    }
    if (missed.located().unfit() || backing.unshared().isRemembered(missed.key())) {
      loads.alone(exchange, missed);
      return true;
    }
    Turn<Landed> turn = flights.join(missed.key(), missed.stamp());
    if (turn instanceof Leader<Landed> leader) {
      loads.lead(exchange, missed, leader, deadline);
      return true;
    }
    if (turn instanceof Waiter<Landed> waiter) {
      return followers.follow(exchange, missed, waiter, deadline);
    }
    Passing.pass(exchange, missed, missed.status().detail("too-many-for-key"));
    return true;
  }
}
