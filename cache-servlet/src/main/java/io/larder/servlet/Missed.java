package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.Reuse;
import org.jspecify.annotations.Nullable;

/**
 * A look-up that found nothing fresh.
 *
 * @param located what was found, and where
 * @param fills how many fills this cache had made before the look-up began
 * @param askedAt the ticker's reading at the look-up
 */
record Missed(Located located, long fills, long askedAt) {

  /** Where the response is to lie. */
  String key() {
    return located.key();
  }

  /** The key of the URI. */
  String primary() {
    return located.primary();
  }

  /** Whether nothing lies there, for whomever. */
  boolean isNew() {
    return located.isNew();
  }

  /** What lies there: nothing, or a stale entry. */
  Lookup<Page> found() {
    return located.found();
  }

  CacheStatus status() {
    if (found() instanceof Miss) {
      return located.variants() == null && !located.unfit()
          ? Statuses.URI_MISS
          : Statuses.VARY_MISS;
    }
    return found() instanceof CacheEntry<Page> entry && isPart(entry.value())
        ? Statuses.PARTIAL
        : Statuses.STALE;
  }

  /** Whether what was found would do, if its client did not want another one. */
  static boolean isByClient(@Nullable Reuse reuse) {
    return reuse != null && reuse != Reuse.FRESH && reuse != Reuse.STALE;
  }

  /** What is said where a client wants another one. */
  static CacheStatus ofClient(@Nullable Reuse reuse) {
    return reuse == Reuse.TOO_STALE ? Statuses.STALE : Statuses.REQUEST;
  }

  /** Whether nothing lies there, or a part of a page. */
  boolean hasNoWhole() {
    return !(found() instanceof CacheEntry<Page> entry) || isPart(entry.value());
  }

  private static boolean isPart(@Nullable Page page) {
    return page != null && PartialPage.is(page);
  }

  /** The stale entry, if it may be served should the handler fail. */
  @Nullable Stale stale() {
    return found() instanceof CacheEntry<Page> entry ? Stale.of(entry) : null;
  }

  /**
   * The logical clock as the look-up saw it. A stale entry does not tell: whoever found one takes
   * no value of a load that is under way already, and looks up again when it has ended.
   */
  long stamp() {
    return found() instanceof Miss<Page> miss ? miss.stamp() : Miss.UNKNOWN;
  }
}
