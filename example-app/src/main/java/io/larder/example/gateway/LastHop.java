package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/** Answers TRACE and OPTIONS that were not to go further than here, RFC 9110 7.6.2. */
final class LastHop {
  /** RFC 9110 9.3.8: what a TRACE must not show to whoever sees its answer. */
  private static final Set<String> SECRET =
      Set.of("authorization", "cookie", "proxy-authorization");

  private LastHop() {}

  static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Cache-Control", "no-store");
    byte[] body =
        request.getMethod().equals("TRACE") ? trace(request).getBytes(ISO_8859_1) : new byte[0];
    if (body.length > 0) {
      response.setContentType("message/http");
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String trace(HttpServletRequest request) {
    String query = request.getQueryString();
    StringBuilder text = new StringBuilder("TRACE ").append(request.getRequestURI());
    if (query != null) {
      text.append('?').append(query);
    }
    text.append(' ').append(request.getProtocol()).append("\r\n");
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!SECRET.contains(name.toLowerCase(Locale.ROOT))) {
        for (String value : RequestFields.lines(request, name)) {
          text.append(name).append(": ").append(value).append("\r\n");
        }
      }
    }
    return text.append("\r\n").toString();
  }
}
