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
    boolean stale = reuse == Reuse.MAX_STALE;
    if (page == null
        || !exchange.head().method().equals("GET")
        || !(stale || reuse == Reuse.FRESH)) {
      return false;
    }
    PartialPage known = PartialPage.of(page);
    PageAnswer answer =
        known == null
            ? null
            : PartialAnswer.to(exchange.head(), page, known.parts(), exchange.policy().role());
    if (answer == null) {
      return false;
    }
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

  /**
   * Asks the origin for the part that a client wants.
   *
   * @param reuse why what was found does not do; null if nothing was found
   */
  void load(Exchange exchange, Missed missed, @Nullable Reuse reuse)
      throws IOException, ServletException {
    CacheStatus status = missed.status();
    if (reuse != null && reuse != Reuse.FRESH) {
      boolean stale = reuse == Reuse.STALE || reuse == Reuse.TOO_STALE;
      status = stale ? Statuses.STALE : Statuses.REQUEST;
    }
    PartFill.run(exchange, missed, status, backing);
  }
}
