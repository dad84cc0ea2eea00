package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.http.Validators;
import io.larder.http.Vary;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts a page where the next look-up finds it: under the key of its URI, or as one of several
 * variants.
 *
 * <p>A variant is stored only if its mark still is the one that was there when the load began, or
 * is put there under the claim of that moment. So whoever evicts the key in between has the last
 * word.
 */
final class Shelf {
  /** Why a page is not stored whose head is larger than {@code maxHead}. */
  static final String HEAD_TOO_LARGE = "head-too-large";

  private final PageStore store;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Caps caps;
  private final RuleCaps ofRule;
  private final @Nullable Generation generation;

  /** Why nothing is stored where the store was not asked. */
  private String refusal = "limit";

  /** A shelf for the answer to one request, under what its policy allows. */
  Shelf(Backing backing, Exchange exchange) {
    this.caps = exchange.policy().caps();
    this.ofRule = backing.caps().of(exchange.policy());
    this.generation = exchange.generation();
    this.store = backing.store();
    this.ticker = backing.ticker();
    this.clock = backing.clock();
  }

  /**
   * What is put there.
   *
   * @param asked whose answer it is
   * @param vary the request fields that it varies on, those in the key not among them
   * @param page the page
   * @param bytes how many bytes its body counts for
   * @param terms for how long
   * @param etag the entity tag that the handler gave it, or null
   */
  record Put(Asked asked, Vary vary, Page page, long bytes, Terms terms, @Nullable String etag) {

    /** A page whose body counts for what it has. */
    Put(Asked asked, Vary vary, Page page, Terms terms, @Nullable String etag) {
      this(asked, vary, page, page.bodyLength(), terms, etag);
    }
  }

  /**
   * Stores a page.
   *
   * @param located where it was looked for before the load began
   * @param claim the claim that was taken then, on the key that was found
   */
  Kept put(Located located, Claim claim, Put put) {
    FillResult result =
        caps.isTooMuch(PageWriter.fields(put.page()))
            ? tooMuchHead(claim)
            : tryPut(located, claim, put);
    // The id has changed. If that was by a part of this very page, the page is not outdated by it.
    if (result == FillResult.REFUSED && isWholeOf(claim.key(), put)) {
      result = fill(located, store.claim(claim.key()).since(claim.stamp()), put);
    }
    return new Kept(result, put.bytes(), refusal);
  }

  private @Nullable FillResult tooMuchHead(Claim claim) {
    refusal = HEAD_TOO_LARGE;
    store.abandon(claim);
    return null;
  }

  /** Whether a part of a page lies where the whole is to be put. */
  private boolean isWholeOf(String key, Put put) {
    PartialPage part = put.page().status() == 200 ? PartialPage.of(store.find(key)) : null;
    if (part == null || !put.vary().isNone()) {
      return false;
    }
    Validators whole = Validators.of(PageWriter.fields(put.page()), clock.instant());
    return part.parts().validator().equals(whole.strong());
  }

  private @Nullable FillResult tryPut(Located located, Claim claim, Put put) {
    Variants known = located.variants();
    if (known == null) {
      return put.vary().isNone() ? fill(located, claim, put) : begin(located, claim, put);
    }
    boolean isListed = located.found() instanceof CacheEntry && known.covers(put.vary());
    if (isListed
        && !put.vary().isNone()
        && known.isOffered(put.asked(), put.etag())
        && outlives(located, known, put.terms())) {
      return fill(located, claim, put);
    }
    return change(located, known, claim, put);
  }

  /** Stores the page itself, be it a variant or not: each counts by its own key. */
  private @Nullable FillResult fill(Located located, Claim claim, Put put) {
    boolean isNew = located.isNew() || !claim.key().equals(located.key());
    if (isNew && !ofRule.newKeys().admits(claim.key())) {
      refusal = Statuses.NEW_KEYS;
      store.abandon(claim);
      return null;
    }
    FillResult result = fill(claim, put.page(), put.bytes(), put.terms());
    if (result != FillResult.STORED) {
      return result;
    }
    ofRule.newKeys().stored(claim.key());
    if (generation != null && !generation.begins()) {
      remove(claim.key());
      return FillResult.REFUSED;
    }
    return result;
  }

  private void remove(String key) {
    store.evict(key);
    if (ofRule.ledger() != null) {
      ofRule.ledger().leave(key);
    }
  }

  private @Nullable FillResult fill(Claim claim, Page page, long bytes, Terms terms) {
    Ledger ledger = ofRule.ledger();
    if (ledger == null) {
      return store.fill(claim, page, terms);
    }
    long size = Caps.headBytes(PageWriter.fields(page)) + bytes;
    Ledger.Entered entered = ledger.enter(claim.key(), size, terms.usableNanos());
    if (entered == null) {
      refusal = "share";
      store.abandon(claim);
      return null;
    }
    FillResult result = store.fill(claim, page, terms);
    if (result != FillResult.STORED) {
      ledger.takeBack(entered);
    }
    return result;
  }

  /** The first variant: its mark is stored under the claim of the key. */
  private @Nullable FillResult begin(Located located, Claim claim, Put put) {
    return mark(located, Variants.first(put.vary()), claim, claim, put);
  }

  /** The mark changes, or gives way to a page that varies on nothing. */
  private @Nullable FillResult change(Located located, Variants known, Claim claim, Put put) {
    store.abandon(claim);
    Claim primary = store.claim(located.primary());
    if (!primary.granted()) {
      return FillResult.UNAVAILABLE;
    }
    Variants now = Variants.of(store.find(located.primary()));
    if (now == null || !now.generation().equals(known.generation())) {
      store.abandon(primary);
      return FillResult.REFUSED;
    }
    return put.vary().isNone()
        ? fill(located, primary.since(claim.stamp()), put)
        : mark(located, now, primary, claim, put);
  }

  /**
   * Stores a variant, and then a mark by which it is found. Who asks in between finds what was
   * there before, and waits for this load as others do; the other way round they would find a mark
   * without it, and run the handler once more. Nobody finds a variant whose mark is not stored: it
   * is taken away again.
   */
  private @Nullable FillResult mark(
      Located located, Variants variants, Claim primary, Claim began, Put put) {
    Variants more = variants.plus(put.vary(), put.asked(), put.etag(), caps.maxVariants());
    if (more == null) {
      refusal = "too-many-variants";
      store.abandon(primary);
      return null;
    }
    Claim claim = store.claim(more.key(located.primary(), put.asked())).since(began.stamp());
    FillResult result = fill(located, claim, put);
    if (result != FillResult.STORED) {
      store.abandon(claim);
      store.abandon(primary);
      return result;
    }
    Page mark = more.toPage();
    FillResult marked = fill(primary, mark, mark.bodyLength(), lifetime(located, put.terms()));
    if (marked != FillResult.STORED) {
      remove(claim.key());
    }
    return marked;
  }

  /** Whether the mark is there for at least as long as a variant with these terms. */
  private boolean outlives(Located located, Variants known, Terms terms) {
    Lookup<Page> found = store.find(located.primary());
    Variants now = Variants.of(found);
    return now != null
        && now.generation().equals(known.generation())
        && found instanceof CacheEntry<Page> entry
        && !entry.softPurged()
        && entry.usableNanosLeft(ticker.read()) >= terms.usableNanos();
  }

  /** Longer than all of its variants. A mark has no tags: what a tag ends are these. */
  private Terms lifetime(Located located, Terms terms) {
    long left =
        located.variants() != null
                && store.find(located.primary()) instanceof CacheEntry<Page> mark
                && !mark.softPurged()
            ? mark.usableNanosLeft(ticker.read())
            : 0;
    Duration twice = Duration.ofNanos(terms.usableNanos()).multipliedBy(2);
    Duration most = twice.toNanos() < left ? Duration.ofNanos(left) : twice;
    return Terms.ttl(most.compareTo(Terms.MAX_LIFETIME) > 0 ? Terms.MAX_LIFETIME : most);
  }
}
