package io.larder.servlet;

import io.larder.http.CacheStatus;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Requests whose answer is neither looked up nor stored: the handler gets them as they are. */
final class Passing {

  private Passing() {}

  /** Hands a request to the handler that is not looked up, and says why. */
  static void pass(Exchange exchange, CacheStatus status) throws IOException, ServletException {
    Tally.bypassed(exchange, status);
    go(exchange, status);
  }

  /** Hands a request to the handler that was looked up in vain, and says why. */
  static void pass(Exchange exchange, Missed missed, CacheStatus status)
      throws IOException, ServletException {
    Tally.passed(exchange, missed.primary(), status);
    go(exchange, status);
  }

  private static void go(Exchange exchange, CacheStatus status)
      throws IOException, ServletException {
    say(exchange, status);
    exchange
        .chain()
        .doFilter(
            exchange.request(),
            new AsideResponse(exchange.response(), AsideFields.under(exchange.policy())));
  }

  /** Says that nothing is stored that would do, and the client wants nothing else (5.2.1.7). */
  static void onlyIfCached(Exchange exchange, String key) {
    Tally.missed(exchange, key);
    say(exchange, Statuses.ONLY_IF_CACHED);
    HttpServletResponse response = exchange.response();
    response.setStatus(HttpServletResponse.SC_GATEWAY_TIMEOUT);
    response.setContentLength(0);
  }

  /**
   * Says why, and that nothing which the handler says is heard.
   *
   * @param status null if that is said later
   */
  static void say(Exchange exchange, @Nullable CacheStatus status) {
    if (status != null) {
      exchange.response().addHeader(CacheStatus.FIELD, exchange.tell(status));
    }
    exchange.request().setAttribute(FillContext.ATTRIBUTE, new FillContext());
  }
}
