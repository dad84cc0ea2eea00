package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.Reuse;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parts of pages, for a proxy: its clients' ranges go to the origin as they came, and what comes
 * back is used for ranges that lie within (RFC 9111, 3.3). Thread-safe.
 */
final class Parts {

  private final Backing backing;

  Parts(Backing backing) {
    this.backing = backing;
  }

  /**
   * Serves what is stored of a page, if the client wants no more of it and may have it.
   *
   * @param now the ticker's reading
   */
  boolean serve(Exchange exchange, Located located, CacheEntry<Page> entry, Reuse reuse, long now)
      throws IOException {
    Page page = entry.value();
    PageAnswer answer = page == null ? null : answer(exchange, page, reuse);
    if (page == null || answer == null) {
      return false;
    }
    boolean stale = reuse == Reuse.MAX_STALE;
    long left = Staleness.freshNanosLeft(exchange.policy(), entry, now);
    CacheStatus status =
        stale
            ? CacheStatus.hit(Statuses.staleSeconds(left)).detail("max-stale")
            : Statuses.hit(left);
    Served how = stale ? Served.STALE : Served.FRESH;
    long age = entry.ageNanos(now);
    PageWriter.write(exchange, how, located.primary(), page, answer, age, status);
    return true;
  }

  /** What a client gets of the parts that are stored; null if it wants more, or may not have it. */
  static @Nullable PageAnswer answer(Exchange exchange, Page page, Reuse reuse) {
    if (!exchange.head().method().equals("GET")
        || (reuse != Reuse.FRESH && reuse != Reuse.MAX_STALE)) {
      return null;
    }
    PartialPage known = PartialPage.of(page);
    return known == null
        ? null
        : PartialAnswer.to(exchange.head(), page, known.parts(), exchange.policy().role());
  }

  /**
   * Asks the origin for the part that a client wants.
   *
   * @param reuse why what was found does not do; null if nothing was found
   */
  void load(Exchange exchange, Missed missed, @Nullable Reuse reuse)
      throws IOException, ServletException {
    PartFill.run(exchange, missed, status(missed, reuse), backing);
  }

  /** What is said of a request for a part that goes to the origin. */
  static CacheStatus status(Missed missed, @Nullable Reuse reuse) {
    if (reuse == null || reuse == Reuse.FRESH) {
      return missed.status();
    }
    return reuse == Reuse.STALE || reuse == Reuse.TOO_STALE ? Statuses.STALE : Statuses.REQUEST;
  }
}
