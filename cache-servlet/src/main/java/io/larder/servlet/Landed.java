package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.http.CacheStatus;
import io.larder.http.Vary;
import java.io.IOException;

/**
 * What a leader hands to those who waited for it.
 *
 * @param page the page
 * @param vary the request fields that it varies on, those in the key not among them
 * @param selector what these are in the leader's request
 * @param ageNanos how old it was when it landed
 * @param freshNanos for how long it is fresh
 * @param stored whether it was stored, after its client had it whole
 * @param sentAt the ticker's reading when the last of it left, if it was stored
 */
record Landed(
    Page page,
    Vary vary,
    String selector,
    long ageNanos,
    long freshNanos,
    boolean stored,
    long sentAt) {

  /** Whether it is the answer to another request, which has the same key. */
  boolean fits(Exchange exchange) {
    return (vary.isNone() || selector.equals(Variants.text(vary, exchange.request())))
        && exchange.fits(page, vary);
  }

  /**
   * What Cache-Status says to who waited for this. A handler that ends its body before it returns
   * has its client answered at once: who came after that has waited for the store alone.
   */
  private CacheStatus status(Missed missed) {
    return cameAfter(missed) ? Statuses.hit(freshNanos) : missed.status().collapsed();
  }

  private boolean cameAfter(Missed missed) {
    return stored && missed.askedAt() - sentAt >= 0;
  }

  /** Answers one who has waited for this. */
  void write(Exchange exchange, Missed missed) throws IOException {
    Served how = cameAfter(missed) ? Served.FRESH : Served.COLLAPSED;
    PageWriter.write(exchange, how, missed.primary(), page, ageNanos, status(missed));
  }
}
