package io.larder.example.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Copies the head of an origin's response onto the one that the client gets. */
final class ResponseHead {
  private ResponseHead() {}

  /**
   * Sets status and fields, in the origin's order.
   *
   * @param trailers whether the client's connection can carry trailer fields
   */
  static void copy(Response origin, HttpServletResponse response, boolean trailers) {
    response.setStatus(origin.getStatus());
    HttpFields fields = origin.getHeaders();
    HopByHop hop = HopByHop.of(fields.getValuesList("Connection"));
    // RFC 9112 6.3: with Transfer-Encoding, a Content-Length says nothing; nor does it where the
    // status allows no content.
    boolean lengthless = fields.contains("Transfer-Encoding") || origin.getStatus() == 204;
    for (HttpField field : fields) {
      if (!hop.ends(field.getName())
          && !(lengthless && field.getName().equalsIgnoreCase("Content-Length"))) {
        response.addHeader(field.getName(), value(field));
      }
    }
    response.addHeader("Via", Via.ofResponse(origin.getVersion().asString()));
    // Only what was announced (RFC 9110 6.6.2), since a response that may have trailers is not
    // stored: every chunked one would be such a response. 6.5.1 allows to drop others.
    if (trailers && fields.contains("Trailer")) {
      response.setTrailerFields(() -> map(origin.getTrailers()));
    }
  }

  private static String value(HttpField field) {
    String value = field.getValue();
    return value == null ? "" : value;
  }

  private static @Nullable Map<String, String> map(@Nullable HttpFields trailers) {
    if (trailers == null) {
      return null;
    }
    Map<String, String> map = new HashMap<>();
    for (HttpField field : trailers) {
      map.merge(field.getName(), value(field), (first, next) -> first + ", " + next);
    }
    return map;
  }
}
