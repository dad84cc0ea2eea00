package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.http.Vary;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up has found for a request, and where.
 *
 * @param primary the key of the URI
 * @param variants what lies there, if its responses vary
 * @param key where the response for this request lies, or is to lie
 * @param found what lies there
 * @param unfit whether something lies there that is not for this request
 */
record Located(
    String primary, @Nullable Variants variants, String key, Lookup<Page> found, boolean unfit) {

  /** Looks a request up: once, or twice where its responses vary. */
  static Located of(PageStore store, String primary, Exchange exchange) {
    Lookup<Page> found = store.find(primary);
    Variants variants = Variants.of(found);
    if (variants == null) {
      return fitting(primary, null, primary, found, exchange);
    }
    String key = variants.key(primary, exchange.request());
    Lookup<Page> variant = store.find(key);
    // What is purged softly is purged with all variants.
    boolean purged = found instanceof CacheEntry<Page> mark && mark.softPurged();
    return fitting(primary, variants, key, purged ? purged(variant) : variant, exchange);
  }

  /** What was found, with its freshness ended. */
  private static Lookup<Page> purged(Lookup<Page> found) {
    return found instanceof CacheEntry<Page> entry ? entry.asSoftPurged() : found;
  }

  /** What was found, unless it is for other requests than this. */
  private static Located fitting(
      String primary,
      @Nullable Variants variants,
      String key,
      Lookup<Page> found,
      Exchange exchange) {
    Page page = found instanceof CacheEntry<Page> entry ? entry.value() : null;
    if (page == null) {
      return new Located(primary, variants, key, found, false);
    }
    if (!exchange.fits(page, variants == null ? Vary.NONE : variants.vary())) {
      return new Located(primary, variants, key, new Miss<>(Miss.UNKNOWN), true);
    }
    boolean stale = exchange.policy().isStale(page);
    return new Located(primary, variants, key, stale ? purged(found) : found, false);
  }

  /** The same as it is now; nothing if the mark of its variants has ended. */
  Located again(PageStore store, Exchange exchange) {
    Variants was = variants;
    if (was == null) {
      return found instanceof Miss ? this : fitting(primary, null, key, store.find(key), exchange);
    }
    Variants now = Variants.of(store.find(primary));
    return now == null || !now.generation().equals(was.generation())
        ? unasked(primary)
        : fitting(primary, was, key, store.find(key), exchange);
  }

  /** Whether nothing lies there, for whomever. */
  boolean isNew() {
    return found instanceof Miss && !unfit;
  }

  /** The same without what was found, which is of no use. */
  Located asMissed() {
    return new Located(primary, variants, key, new Miss<>(Miss.UNKNOWN), unfit);
  }

  /** For a request that asks for no look-up. */
  static Located unasked(String primary) {
    return new Located(primary, null, primary, new Miss<>(Miss.UNKNOWN), false);
  }

  /** Whether a stored page is a response, and neither a mark of others nor a part of one. */
  static boolean isResponse(Page page) {
    return !Variants.isMark(page) && !PartialPage.is(page);
  }
}
