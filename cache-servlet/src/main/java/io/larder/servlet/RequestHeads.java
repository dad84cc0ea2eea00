package io.larder.servlet;

import io.larder.http.HttpFields;
import io.larder.http.RequestHead;
import io.larder.http.RequestRules;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
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
