package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.codec.CodecException;
import io.larder.cache.key.KeyResult;
import io.larder.cache.key.NoKey;
import io.larder.http.CacheStatus;
import io.larder.http.CachedMethods;
import io.larder.http.RequestRules;
import io.larder.http.RequestVerdict;
import io.larder.http.Reuse;
import io.larder.servlet.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what would be done with a request, and why, by asking what the engine asks; it does nothing
 * of it. Thread-safe.
 */
final class Explainer {

  private final Larder larder;
  private final Backing backing;
  private final Searches searches;
  private final Loads loads;

  /** Creates it over the parts of an engine. */
  Explainer(Larder larder, Backing backing, Searches searches, Loads loads) {
    this.searches = searches;
    this.larder = larder;
    this.backing = backing;
    this.loads = loads;
  }

  /** Explains a request that something covers. */
  Explanation explain(String text, Exchange exchange) {
    return new One(text, exchange).explain();
  }

  /** Explains a request that nothing covers. */
  static Explanation uncovered(String text) {
    return new Explanation(
        text,
        null,
        null,
        null,
        Verdict.NOT_COVERED,
        null,
        List.of("no rule has its path, and no servlet there says @Cached"));
  }

  /** One request. */
  private final class One {

    private final String text;
    private final Exchange exchange;
    private final Policy policy;
    private final List<String> reasons = new ArrayList<>();
    private @Nullable String key;
    private Explanation.@Nullable Stored stored;

    /** What is found, for this request; null if nothing is. */
    private @Nullable Reuse reuse;

    /** Whether something lies there that cannot be read, and goes. */
    private boolean corrupt;

    One(String text, Exchange exchange) {
      this.text = text;
      this.exchange = exchange;
      this.policy = exchange.policy();
    }

    Explanation explain() {
      if (policy.isShadow()) {
        reasons.add("mode=shadow: nothing of this is done, it is only told");
      }
      RequestVerdict verdict = RequestRules.judge(exchange.head(), policy.requests());
      KeyResult made = exchange.key();
      key = made.orNull();
      return switch (verdict.action()) {
        case LOOK_UP -> lookUp(made);
        case INVALIDATE -> {
          reasons.add(exchange.head().method() + " is no method whose answers are looked up");
          yield is(Verdict.INVALIDATE, Statuses.of(verdict));
        }
        case PASS -> bypass(Statuses.of(verdict));
      };
    }

    private Explanation lookUp(KeyResult made) {
      if (RequestHeads.overridesMethod(exchange.request())) {
        return bypass(Statuses.METHOD_OVERRIDE);
      }
      if (RequestHeads.saysForm(exchange.request())
          && !CachedMethods.isKeyedByContent(exchange.head().method())) {
        reasons.add("over HTTP/2 it is passed by: it says that it is a form, and may be one");
      }
      if (holds("bypassWhen", () -> policy.bypasses(exchange.request()))) {
        return bypass(Statuses.BYPASS_WHEN);
      }
      if (made instanceof NoKey none) {
        reasons.add(none.sentence());
        return bypass(Statuses.noKey(none));
      }
      if (CachedMethods.isKeyedByContent(exchange.head().method())) {
        return byContent(String.valueOf(key));
      }
      if (isRefreshed()) {
        Located located = Located.of(backing.store(), String.valueOf(key), exchange);
        return isUnknown(located.found())
            ? bypass(Statuses.STORE_UNAVAILABLE)
            : refreshed(admits(new Missed(located, 0, 0)));
      }
      return found(String.valueOf(key));
    }

    private boolean isRefreshed() {
      return holds("refreshWhen", () -> policy.refreshes(exchange.request())) && !exchange.isHead();
    }

    private Explanation refreshed(boolean admitted) {
      reasons.add("refreshWhen holds: the answer is computed anew whatever is stored");
      return admitted
          ? is(Verdict.MISS, Statuses.REFRESH)
          : is(Verdict.BYPASS, Statuses.NEW_KEYS_REFRESH);
    }

    /** As if nothing were stored for the content, which is not known. */
    private Explanation byContent(String uri) {
      if (isUnknown(backing.store().find(uri))) {
        return unknown();
      }
      reasons.add("the key holds the request's content too, which is not known here");
      Missed missed = new Missed(Located.unasked(uri), 0, 0);
      if (isRefreshed()) {
        return refreshed(admits(missed));
      }
      if (loads.onlyIfCached(exchange)) {
        return unanswered();
      }
      return admits(missed)
          ? is(Verdict.MISS, missed.status())
          : is(Verdict.BYPASS, missed.status().detail(Statuses.NEW_KEYS));
    }

    /** Whether the store does not tell what is there. */
    private static boolean isUnknown(Lookup<Page> found) {
      return !(found instanceof CacheEntry || found instanceof Miss);
    }

    private Explanation unknown() {
      return bypass(larder.enabled() ? Statuses.STORE_UNAVAILABLE : Statuses.DISABLED);
    }

    private Explanation unanswered() {
      reasons.add("the client says only-if-cached");
      return is(Verdict.UNANSWERED, Statuses.ONLY_IF_CACHED);
    }

    /** What a predicate of the application says, which may ask for what is not known here. */
    private boolean holds(String name, BooleanSupplier predicate) {
      try {
        return predicate.getAsBoolean();
      } catch (RuntimeException e) {
        reasons.add(name + " could not be asked: " + e.getMessage());
        return false;
      }
    }

    private Explanation found(String primary) {
      Located located = Located.of(backing.store(), primary, exchange);
      Lookup<Page> found = located.found();
      if (located.unfit()) {
        describe(backing.store().find(located.key()), located);
        reasons.add("what is stored is for requests without something that this one has");
      }
      if (found instanceof CacheEntry<Page> entry && entry.value() != null) {
        describe(found, located);
        Explanation answer = readable(entry, entry.value());
        if (answer != null) {
          return answer;
        }
      } else if (isUnknown(found)) {
        return loads.onlyIfCached(exchange) ? unanswered() : unknown();
      }
      Missed missed = new Missed(corrupt ? located.asMissed() : located, 0, 0);
      Explanation answer = missed.found() instanceof Miss ? byOtherQuery() : null;
      if (answer != null) {
        return answer;
      }
      if (loads.onlyIfCached(exchange)) {
        return unanswered();
      }
      return asks(missed);
    }

    /** The answer that what is stored makes, if it can be read. */
    private @Nullable Explanation readable(CacheEntry<Page> entry, Page page) {
      int before = reasons.size();
      try {
        return of(entry, page);
      } catch (CodecException e) {
        reasons.subList(before, reasons.size()).clear();
        reasons.add("what is stored cannot be decoded: it goes, as if it had not been there");
        corrupt = true;
        reuse = null;
        return null;
      }
    }

    private @Nullable Explanation byOtherQuery() {
      Searches.Found found = searches.find(exchange, loads);
      if (found == null) {
        return null;
      }
      describe(found.entry(), Located.unasked(found.key()));
      reasons.add("what is stored for another query is the answer to this one: " + found.key());
      return answered(
          Verdict.HIT, Statuses.hit(found.entry().freshNanosLeft(found.now())), found.page());
    }

    /** Whether a page may be stored where nothing lies. */
    private boolean admits(Missed missed) {
      if (backing.admits(exchange, missed)) {
        return true;
      }
      reasons.add("its rule has had as many new keys in this minute as maxNewKeys allows");
      return false;
    }

    /** The handler is asked. */
    private Explanation asks(Missed missed) {
      if (missed.found() instanceof Miss && !missed.located().unfit() && !corrupt) {
        reasons.add(
            missed.located().variants() == null
                ? "nothing is stored under the key"
                : "no variant is stored for these header fields");
      }
      if (!admits(missed)) {
        return is(Verdict.BYPASS, missed.status().detail(Statuses.NEW_KEYS));
      }
      if (exchange.wantsPartOfOrigin() && missed.hasNoWhole()) {
        reasons.add("the origin is asked for the range that the client wants, which is kept");
        return is(Verdict.MISS, Parts.status(missed, reuse));
      }
      if (exchange.isHead()) {
        reasons.add("an answer to HEAD is not stored");
      }
      if (backing.unshared().isRemembered(missed.key())) {
        reasons.add("its last answer was not to be shared, so nobody waits for this one");
      }
      boolean validates =
          missed.found() instanceof CacheEntry
              && Question.of(missed.located(), policy, backing.store(), backing.clock().instant())
                  != null;
      return is(
          validates ? Verdict.REVALIDATE : Verdict.MISS,
          Missed.isByClient(reuse) ? Missed.ofClient(reuse) : missed.status());
    }

    /** The answer that what is stored makes; null if it makes none. */
    private @Nullable Explanation of(CacheEntry<Page> entry, Page page) {
      long now = backing.ticker().read();
      Reuse found = loads.reuse(exchange, entry, now);
      reuse = found;
      if (PartialPage.is(page)) {
        return ofParts(entry, page, found, now);
      }
      long left = entry.freshNanosLeft(now);
      if (found == Reuse.FRESH) {
        reasons.add("it is fresh");
        return answered(Verdict.HIT, Statuses.hit(left), page);
      }
      if (entry.softPurged()) {
        reasons.add("it was purged softly, or staleWhen holds: its freshness has ended");
      }
      CacheStatus stale = CacheStatus.hit(Statuses.staleSeconds(left));
      if (found == Reuse.MAX_STALE) {
        reasons.add("the client accepts it stale");
        return answered(Verdict.STALE_HIT, stale.detail("max-stale"), page);
      }
      if (found == Reuse.STALE && entry.staleWhileRevalidateNanosLeft(now) > 0) {
        reasons.add("it is stale, and may be served while a new one is computed");
        return answered(Verdict.STALE_HIT, stale.detail("stale-while-revalidate"), page);
      }
      reasons.add(
          found == Reuse.STALE ? "it is stale" : "the client's own directives want another one");
      if (entry.staleIfErrorNanosLeft(now) > 0) {
        reasons.add("if the handler fails, it is served all the same");
      }
      return null;
    }

    /** The answer that parts of a page make. */
    private @Nullable Explanation ofParts(
        CacheEntry<Page> entry, Page page, Reuse found, long now) {
      reasons.add("parts of the page are stored: enough for ranges within them");
      if (Parts.answer(exchange, page, found) == null) {
        return null;
      }
      reasons.add("the client wants no more than is there");
      long left = Staleness.freshNanosLeft(policy, entry, now);
      return found == Reuse.MAX_STALE
          ? is(Verdict.STALE_HIT, CacheStatus.hit(Statuses.staleSeconds(left)).detail("max-stale"))
          : is(Verdict.HIT, Statuses.hit(left));
    }

    private Explanation answered(Verdict verdict, CacheStatus status, Page page) {
      PageAnswer answer = PageWriter.answer(exchange, page);
      if (answer != PageAnswer.WHOLE) {
        reasons.add(
            answer instanceof PageAnswer.Empty empty
                ? "its head alone, by the client's conditions or range: " + empty
                : "the range that the client wants of it");
      }
      return is(verdict, status);
    }

    private Explanation bypass(CacheStatus status) {
      reasons.add("a request like this is passed by: " + status.reason());
      return is(Verdict.BYPASS, status);
    }

    private Explanation is(Verdict verdict, CacheStatus status) {
      String rule = policy.recorder().cache();
      return new Explanation(text, rule, key, stored, verdict, exchange.tell(status), reasons);
    }

    private void describe(Lookup<Page> found, Located located) {
      Explanation.Stored there = StoredSummary.of(found, located, backing.ticker().read());
      stored = there == null ? stored : there;
    }
  }
}
