package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.http.Age;
import io.larder.http.CacheStatus;
import io.larder.http.FieldRules;
import io.larder.http.HttpFields;
import io.larder.http.Preconditions;
import io.larder.http.Validators;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Writes stored pages to clients. */
final class PageWriter {

  private PageWriter() {}

  /**
   * Writes a page, or a 304 in its place.
   *
   * @param ageNanos how old the page is
   */
  static void write(Exchange exchange, Page page, long ageNanos, CacheStatus status)
      throws IOException {
    HttpServletResponse response = exchange.response();
    // Whoever sends no condition is spared the reading of the page's validators.
    if (exchange.head().fields().size() > 0
        && page.status() == 200
        && isNotModified(exchange, page)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      HttpFields fields = FieldRules.notModified(fields(page));
      for (int i = 0; i < fields.size(); i++) {
        put(response, fields.name(i), fields.value(i), repeats(fields, i));
      }
      finishHead(exchange, ageNanos, status);
      return;
    }
    response.setStatus(page.status());
    for (int i = 0; i < page.fieldCount(); i++) {
      put(response, page.name(i), page.value(i), page.repeats(i));
    }
    finishHead(exchange, ageNanos, status);
    if (!Heads.bodiless(page.status())) {
      response.setContentLength(page.bodyLength());
      if (!exchange.isHead()) {
        page.writeBody(response.getOutputStream());
      }
    }
  }

  private static boolean isNotModified(Exchange exchange, Page page) {
    Validators validators = Validators.of(fields(page), Instant.now());
    return Preconditions.evaluate(exchange.head(), validators)
        == Preconditions.Outcome.NOT_MODIFIED;
  }

  private static void finishHead(Exchange exchange, long ageNanos, CacheStatus status) {
    HttpServletResponse response = exchange.response();
    response.setHeader("Age", Long.toString(Age.seconds(Duration.ZERO, ageNanos)));
    response.addHeader(CacheStatus.FIELD, exchange.policy().tell(status));
  }

  private static void put(HttpServletResponse response, String name, String value, boolean again) {
    // What an outer filter varies on stays true, whatever the page varies on itself.
    if (again || name.equalsIgnoreCase("Vary")) {
      response.addHeader(name, value);
    } else {
      response.setHeader(name, value);
    }
  }

  static HttpFields fields(Page page) {
    HttpFields.Builder fields = HttpFields.builder();
    for (int i = 0; i < page.fieldCount(); i++) {
      fields.add(page.name(i), page.value(i));
    }
    return fields.build();
  }

  private static boolean repeats(HttpFields fields, int index) {
    for (int i = 0; i < index; i++) {
      if (fields.name(i).equalsIgnoreCase(fields.name(index))) {
        return true;
      }
    }
    return false;
  }
}
