package io.larder.servlet;

import io.larder.http.CachedMethods;
import io.larder.http.HttpFields;
import io.larder.http.RequestHead;
import io.larder.http.RequestRules;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads of a container's request what the rules need, and nothing else. */
final class RequestHeads {

  /** With one of these a framework may take a GET for something else. */
  private static final List<String> METHOD_OVERRIDES =
      List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

  private RequestHeads() {}

  /**
   * The head of a request.
   *
   * @param withUser whether principal and session are asked for: the container may have to look
   *     them up
   */
  static RequestHead of(HttpServletRequest request, boolean withUser) {
    return new RequestHead(
        request.getMethod(),
        fields(request),
        withUser && request.getUserPrincipal() != null,
        withUser && request.getSession(false) != null);
  }

  /**
   * Whether a request that announces no content may have some all the same, which counts for no
   * key: before HTTP/2 the head says whether it has (RFC 9112, 6.3), since then its end does (RFC
   * 9113, 8.1).
   */
  static boolean mayHideContent(HttpServletRequest request) {
    String protocol = request.getProtocol();
    return (protocol == null || !protocol.startsWith("HTTP/1"))
        && !CachedMethods.isKeyedByContent(request.getMethod());
  }

  /** The same where a container may read it by itself, for the parameters of a form. */
  static boolean mayHideForm(HttpServletRequest request) {
    return mayHideContent(request) && saysForm(request);
  }

  /** Whether the content of a request, if it has any, is said to be that of a form. */
  static boolean saysForm(HttpServletRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && isForm(type.strip().toLowerCase(Locale.ROOT));
  }

  private static boolean isForm(String type) {
    return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/");
  }

  static boolean overridesMethod(HttpServletRequest request) {
    for (int i = 0; i < METHOD_OVERRIDES.size(); i++) {
      if (request.getHeader(METHOD_OVERRIDES.get(i)) != null) {
        return true;
      }
    }
    return false;
  }

  private static HttpFields fields(HttpServletRequest request) {
    HttpFields.@Nullable Builder fields = null;
    for (int i = 0; i < RequestRules.FIELDS.size(); i++) {
      String name = RequestRules.FIELDS.get(i);
      String first = request.getHeader(name);
      if (first != null) {
        fields = fields == null ? HttpFields.builder() : fields;
        Enumeration<String> lines = request.getHeaders(name);
        // Servlet 6.0 lets a container keep them to itself.
        if (lines == null) {
          fields.add(name, first);
        } else {
          while (lines.hasMoreElements()) {
            fields.add(name, lines.nextElement());
          }
        }
      }
    }
    return fields == null ? HttpFields.empty() : fields.build();
  }
}
