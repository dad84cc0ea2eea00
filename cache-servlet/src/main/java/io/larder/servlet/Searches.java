package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.http.Reuse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds a response for a URI in whose query nothing differs that counts, as the response says in
 * {@code No-Vary-Search}.
 *
 * <p>A response lies under the key of its own URI as ever, and a hit there costs nothing more.
 * Beside it lies an alias under the form that its query has without what does not count. Only who
 * finds nothing under its own key looks for the {@linkplain SearchMark mark} of its path, and for
 * an alias. What that leads to is served only if it is fresh, and says by itself that it answers
 * this query too. Thread-safe.
 */
final class Searches {

  private final PageStore store;
  private final Ticker ticker;
  private final RuleCaps.All caps;

  Searches(Backing backing) {
    this.caps = backing.caps();
    this.store = backing.store();
    this.ticker = backing.ticker();
  }

  /** Serves what was stored for another query, if it answers this one. */
  boolean serves(Exchange exchange, Loads loads) throws IOException {
    Found found = find(exchange, loads);
    if (found == null) {
      return false;
    }
    loads.serveFresh(exchange, found.key(), found.entry(), found.page(), found.now());
    return true;
  }

  /**
   * What was stored for another query.
   *
   * @param key the key of that one's URI
   * @param now the ticker's reading
   */
  record Found(String key, CacheEntry<Page> entry, Page page, long now) {}

  /** Looks for what was stored for another query, and answers this one; null if nothing does. */
  @Nullable Found find(Exchange exchange, Loads loads) {
    String path = exchange.keyOfSearches();
    SearchMark mark = path == null ? null : SearchMark.of(store.find(path));
    if (path == null || mark == null) {
      return null;
    }
    String query = UndertowQuery.of(exchange.request());
    for (String rule : mark.rules()) {
      String key = SearchAlias.keyOf(path, mark.generation(), rule, query);
      SearchAlias alias = SearchAlias.of(store.find(key));
      Found found = alias == null ? null : find(exchange, alias, query, loads);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Found find(
      Exchange exchange, SearchAlias alias, @Nullable String query, Loads loads) {
    Lookup<Page> found = Located.of(store, alias.key(), exchange).found();
    if (!(found instanceof CacheEntry<Page> entry)) {
      return null;
    }
    Page page = entry.value();
    long now = ticker.read();
    if (page == null
        || !Located.isResponse(page)
        || !alias.covers(PageWriter.fields(page), query)
        || loads.reuse(exchange, entry, now) != Reuse.FRESH
        || entry.freshNanosLeft(now) <= 0) {
      return null;
    }
    return new Found(alias.key(), entry, page, now);
  }

  /** Begins before a handler runs whose answer may say so; null where nobody listens to it. */
  @Nullable Load begin(Exchange exchange, Missed missed) {
    String path = exchange.keyOfSearches();
    if (path == null) {
      return null;
    }
    Lookup<Page> found = store.find(path);
    SearchMark mark = SearchMark.of(found);
    // Taken now, it tells at the end whether the path was evicted in between.
    Claim claim = mark == null && found instanceof Miss ? store.claim(path) : null;
    SearchAlias alias =
        new SearchAlias(missed.located().primary(), UndertowQuery.of(exchange.request()));
    return new Load(path, mark, claim, alias, missed.key(), caps.of(exchange.policy()).newKeys());
  }

  /** One run of a handler, by the container's request no more. */
  final class Load {

    private final String path;
    private final @Nullable SearchMark known;
    private final @Nullable Claim claim;
    private final SearchAlias alias;
    private final String key;
    private final NewKeys newKeys;

    private Load(
        String path,
        @Nullable SearchMark known,
        @Nullable Claim claim,
        SearchAlias alias,
        String key,
        NewKeys newKeys) {
      this.path = path;
      this.known = known;
      this.claim = claim;
      this.alias = alias;
      this.key = key;
      this.newKeys = newKeys;
    }

    /**
     * The handler has ended: if its answer is stored, and answers other queries too, they find it
     * from now on.
     *
     * @param began the claim of the load
     */
    void end(Claim began) {
      boolean marked = false;
      // What was computed from before this load began may be older than an eviction of the path.
      if (store.find(key) instanceof CacheEntry<Page> entry && entry.asOf() >= began.stamp()) {
        Page page = entry.value();
        String rule =
            page == null || !Located.isResponse(page)
                ? null
                : SearchAlias.rule(PageWriter.fields(page));
        if (rule != null && SearchMark.isRule(rule)) {
          marked = true;
          store(rule, entry, began);
        }
      }
      if (!marked) {
        abandon();
      }
    }

    /** Nothing will be found by this. */
    void abandon() {
      if (claim != null) {
        store.abandon(claim);
      }
    }

    private void store(String rule, CacheEntry<Page> entry, Claim began) {
      long left = entry.usableNanosLeft(ticker.read());
      SearchMark mark = left <= 0 ? null : mark(rule, Duration.ofNanos(left));
      if (mark != null) {
        store(SearchAlias.keyOf(path, mark.generation(), rule, alias.query()), began, left);
      }
    }

    /** It lies there beside a page, and for as long: it counts as one. */
    private void store(String aliasKey, Claim began, long left) {
      if (newKeys.admits(aliasKey)) {
        Claim own = store.claim(aliasKey).since(began.stamp());
        store.fill(own, alias.toPage(), Terms.ttl(Duration.ofNanos(left)));
        newKeys.stored(aliasKey);
      }
    }

    /** The mark with this rule; null if the path was evicted since the load began. */
    private @Nullable SearchMark mark(String rule, Duration lifetime) {
      if (known == null) {
        SearchMark first = SearchMark.first(rule);
        return claim != null && isStored(claim, first, lifetime) ? first : null;
      }
      Lookup<Page> found = store.find(path);
      SearchMark now = SearchMark.of(found);
      if (now == null || !now.generation().equals(known.generation())) {
        return null;
      }
      SearchMark more = now.plus(rule);
      boolean lasts =
          found instanceof CacheEntry<Page> entry
              && entry.usableNanosLeft(ticker.read()) >= lifetime.toNanos();
      return more == null || (more.equals(now) && lasts) ? more : changed(more, lifetime);
    }

    private @Nullable SearchMark changed(SearchMark more, Duration lifetime) {
      Claim late = store.claim(path);
      SearchMark now = SearchMark.of(store.find(path));
      boolean same = now != null && now.generation().equals(more.generation());
      return same && isStored(late, more, lifetime) ? more : null;
    }

    private boolean isStored(Claim by, SearchMark mark, Duration lifetime) {
      Duration twice = lifetime.multipliedBy(2);
      Duration most = twice.compareTo(Terms.MAX_LIFETIME) > 0 ? Terms.MAX_LIFETIME : twice;
      return store.fill(by, mark.toPage(), Terms.ttl(most)) == FillResult.STORED;
    }
  }
}
