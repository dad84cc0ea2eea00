package io.larder.servlet;

import io.larder.cache.key.KeyResult;
import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** Requests whose answer is neither looked up nor stored: the handler gets them as they are. */
final class Passing {

  private Passing() {}

  /** Hands the request to the handler, and says why. */
  static void pass(Exchange exchange, CacheStatus status) throws IOException, ServletException {
    say(exchange, status);
    exchange.chain().doFilter(exchange.request(), new AsideResponse(exchange.response()));
  }

  /** The same for an unsafe method, which ends what is stored under its URI. */
  static void andInvalidate(Exchange exchange, CacheStatus status, PageStore store)
      throws IOException, ServletException {
    if (exchange.keyOfGet() instanceof KeyResult.Key key) {
      new UnsafeRequest(exchange, key.text(), store).run(status);
    } else {
      pass(exchange, status);
    }
  }

  /** Says why, and that nothing which the handler says is heard. */
  static void say(Exchange exchange, CacheStatus status) {
    exchange.response().addHeader(CacheStatus.FIELD, exchange.policy().tell(status));
    exchange.request().setAttribute(FillContext.ATTRIBUTE, new FillContext());
  }
}
