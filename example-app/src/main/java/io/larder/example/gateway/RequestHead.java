package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the origin before a body. Immutable.
 *
 * @param method as the client wrote it
 * @param path as the client wrote it
 * @param query as the client wrote it, or null for none; empty after a bare question mark
 * @param fields those of the client, and the gateway's own
 */
record RequestHead(String method, String path, @Nullable String query, HttpFields fields) {
  /** RFC 9110 9.2.2, without those that usually have a body. */
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE");

  static RequestHead of(HttpServletRequest request, HttpFields fields) {
    String query = request.getQueryString();
    return new RequestHead(
        request.getMethod(),
        request.getAttribute(AsteriskTarget.MARK) == null ? octets(request.getRequestURI()) : "*",
        query == null ? null : octets(query),
        fields);
  }

  /**
   * Whether a request's target is here as the client wrote it. Jetty has replaced what is no UTF-8,
   * which is not legal in a request (RFC 9112 3.2), so it is refused. Nothing is stored for it.
   */
  static boolean hasExactTarget(HttpServletRequest request) {
    HttpURI uri = ServletContextRequest.getServletContextRequest(request).getHttpURI();
    return String.valueOf(uri.getPathQuery()).indexOf('\uFFFD') < 0;
  }

  /** Jetty reads a target as UTF-8 and writes it as ISO-8859-1. */
  private static String octets(String target) {
    return new String(target.getBytes(UTF_8), ISO_8859_1);
  }

  boolean isIdempotent() {
    return IDEMPOTENT.contains(method);
  }

  boolean hasLength() {
    return fields.contains("Content-Length");
  }

  boolean expectsContinue() {
    return fields.contains("Expect");
  }
}
