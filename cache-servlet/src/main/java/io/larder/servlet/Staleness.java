package io.larder.servlet;

import static jakarta.servlet.http.HttpServletResponse.SC_OK;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.http.FreshnessRules;
import io.larder.http.ResponseHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How stale a stored page is. A store counts from when it has stored it; what was stale by then,
 * from a cache nearer to the origin, has been so for longer.
 */
final class Staleness {

  private Staleness() {}

  /**
   * For how many nanoseconds a page stays fresh; negative once it is stale. Only for what is stale
   * its fields are read.
   *
   * @param now a reading of the ticker
   */
  static long freshNanosLeft(Policy policy, CacheEntry<Page> entry, long now) {
    long left = entry.freshNanosLeft(now);
    Page page = entry.value();
    return entry.terms().freshNanos() > 0 || page == null
        ? left
        : left - overdue(policy, entry, page);
  }

  private static long overdue(Policy policy, CacheEntry<Page> entry, @Nullable Page page) {
    if (page == null || Variants.isMark(page)) {
      return 0;
    }
    ResponseHead head =
        new ResponseHead(PartialPage.is(page) ? SC_OK : page.status(), PageWriter.fields(page));
    return FreshnessRules.overdue(head, policy.responses(null), entry.terms().age(), Instant.now())
        .toNanos();
  }
}
