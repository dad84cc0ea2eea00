package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.cache.Ticker;
import io.larder.cache.codec.CodecException;
import io.larder.http.HttpFields;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A stored response that is no longer fresh, and may be served where the handler fails (RFC 5861
 * 4).
 *
 * @param entry the entry
 * @param page its page
 */
record Stale(CacheEntry<Page> entry, Page page) {

  /** What may be served of a stale entry where the handler fails; null if nothing. */
  static @Nullable Stale of(CacheEntry<Page> entry) {
    Page page = entry.value();
    return page == null || PartialPage.is(page) ? null : ofAny(entry);
  }

  /** The same, of a part of a page too: to be served to whom that is enough. */
  static @Nullable Stale ofAny(CacheEntry<Page> entry) {
    Page page = entry.value();
    // An entry that was only purged softly is found too; it was never meant to be served stale.
    return page == null || Variants.isMark(page) || entry.terms().staleIfErrorNanos() == 0
        ? null
        : new Stale(entry, page);
  }

  /**
   * Serves what lies there now, in place of whatever the handler has said so far. It is looked up
   * again: what was ended while the handler ran is never served, not even on error.
   *
   * @param located where it was found
   * @param before the fields that stood on the response before the handler ran
   * @param failure the status that the handler answered
   * @return false if it is gone or too old by now, or something has left already
   */
  boolean serve(
      Exchange exchange,
      Located located,
      PageStore store,
      HttpFields before,
      int failure,
      Ticker ticker)
      throws IOException {
    HttpServletResponse response = exchange.response();
    Stale still =
        located.again(store, exchange).found() instanceof CacheEntry<Page> found
            ? ofAny(found)
            : null;
    long now = ticker.read();
    if (still == null || response.isCommitted() || still.entry.staleIfErrorNanosLeft(now) <= 0) {
      return false;
    }
    PageAnswer answer;
    try {
      answer = still.answer(exchange);
    } catch (CodecException e) {
      answer = null; // it cannot be decoded
    }
    if (answer == null) {
      return false;
    }
    AnswerReset.to(response, before);
    long ttl = Statuses.staleSeconds(Staleness.freshNanosLeft(exchange.policy(), still.entry, now));
    PageWriter.write(
        exchange,
        Served.STALE,
        located.primary(),
        still.page,
        answer,
        still.entry.ageNanos(now),
        Statuses.STALE.forwardStatus(failure).ttl(ttl).detail("stale-if-error"));
    return true;
  }

  /** What a client gets of it; null if it wants more than is there. */
  private @Nullable PageAnswer answer(Exchange exchange) {
    if (!PartialPage.is(page)) {
      return PageWriter.answer(exchange, page);
    }
    PartialPage known = PartialPage.of(page);
    return known == null
        ? null
        : PartialAnswer.to(exchange.head(), page, known.parts(), exchange.policy().role());
  }
}
