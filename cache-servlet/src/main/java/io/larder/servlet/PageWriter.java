package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.cache.codec.CodecException;
import io.larder.http.Age;
import io.larder.http.CacheStatus;
import io.larder.http.HttpFields;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Writes stored pages to clients. */
final class PageWriter {

  private PageWriter() {}

  /**
   * Writes a page, or what the client's conditions and range leave of it.
   *
   * @param key the key of its URI
   * @param ageNanos how old the page is
   * @throws CodecException if it is stored encoded and cannot be decoded; nothing is written then
   */
  static void write(
      Exchange exchange, Served how, String key, Page page, long ageNanos, CacheStatus status)
      throws IOException {
    write(exchange, how, key, page, answer(exchange, page), ageNanos, status);
  }

  /**
   * What the client's conditions and range leave of a page.
   *
   * @throws CodecException if the page is stored encoded and cannot be decoded
   */
  static PageAnswer answer(Exchange exchange, Page page) {
    String coding = page.coding();
    if (coding != null) {
      return Negotiation.answer(exchange, page, coding);
    }
    // Whoever sends no condition is spared the reading of the page's validators.
    return exchange.head().fields().size() == 0
        ? PageAnswer.WHOLE
        : PageAnswer.to(exchange.head(), page, exchange.policy().role());
  }

  /** Writes what a client gets of a page. */
  static void write(
      Exchange exchange,
      Served how,
      String key,
      Page page,
      PageAnswer answer,
      long ageNanos,
      CacheStatus status)
      throws IOException {
    long length = answer.length(page);
    boolean hasBody = length > 0 && !exchange.isHead();
    Tally.served(exchange, how, key, hasBody ? length : 0);
    HttpServletResponse response = exchange.response();
    answer.writeHead(page, response);
    response.setHeader("Age", Long.toString(Age.seconds(Duration.ZERO, ageNanos)));
    response.addHeader(CacheStatus.FIELD, exchange.tell(status));
    if (length < 0) {
      response.flushBuffer(); // else Jetty says that the page has no bytes (RFC 9110, 8.6)
    } else {
      setLength(response, length);
      if (hasBody) {
        answer.writeBody(page, response.getOutputStream());
      }
    }
  }

  /** The fields of a page, as the rules read them. */
  static HttpFields fields(Page page) {
    HttpFields.Builder fields = HttpFields.builder();
    for (int i = 0; i < page.fieldCount(); i++) {
      fields.add(page.name(i), page.value(i));
    }
    return fields.build();
  }

  /** Wrappers of outer filters often know of the shorter form alone. */
  private static void setLength(HttpServletResponse response, long length) {
    if (length <= Integer.MAX_VALUE) {
      response.setContentLength((int) length);
    } else {
      response.setContentLengthLong(length);
    }
  }
}
