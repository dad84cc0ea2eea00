package io.larder.servlet;

import io.larder.cache.key.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request as it was sent. Undertow takes a question mark off its beginning, so that
 * {@code /a??x=1} and {@code /a?x=1} show the same one; their parameters are {@code ?x} and {@code
 * x}.
 */
final class UndertowQuery {

  /** A malformed escape: a query that has one has no key. */
  private static final String NO_KEY = "%";

  private UndertowQuery() {}

  /** The query, whatever the container is; null if there is none. */
  static @Nullable String of(HttpServletRequest request) {
    String shown = request.getQueryString();
    // Only where asking for a parameter cannot read the body, which is the handler's.
    boolean bodiless = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    return bodiless && Server.of(request) == Server.UNDERTOW ? sent(shown, request) : shown;
  }

  private static @Nullable String sent(@Nullable String shown, HttpServletRequest request) {
    String query = shown == null ? "" : shown;
    RequestParameters first = RequestParameters.parse(firstName(query));
    if (first == null) {
      return NO_KEY;
    }
    String hidden = "?" + (first.list().isEmpty() ? "" : first.list().get(0).name());
    String[] values = request.getParameterValues(hidden);
    if (values == null || values.length == 0) {
      return shown;
    }
    RequestParameters all = RequestParameters.parse(query);
    if (all == null) {
      return NO_KEY;
    }
    return values.length > all.all(hidden).size() ? "?" + query : shown;
  }

  private static String firstName(String query) {
    for (int i = 0; i < query.length(); i++) {
      if (query.charAt(i) == '=' || query.charAt(i) == '&') {
        return query.substring(0, i);
      }
    }
    return query;
  }
}
