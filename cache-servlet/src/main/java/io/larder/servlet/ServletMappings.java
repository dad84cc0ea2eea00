package io.larder.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

/** Which servlet a path belongs to (Servlet 6.0, 12.1), outside of any request. */
final class ServletMappings {

  private ServletMappings() {}

  /**
   * The name of the servlet, or null if none is mapped.
   *
   * @param path decoded, relative to the context path
   */
  static @Nullable String servletAt(String path, ServletContext context) {
    String name = null;
    long best = 0;
    for (ServletRegistration each : context.getServletRegistrations().values()) {
      for (String mapping : each.getMappings()) {
        long rank = rank(mapping, path);
        if (rank > best) {
          best = rank;
          name = each.getName();
        }
      }
    }
    return name;
  }

  /** How well a mapping fits: exact ones best, then long prefixes, then suffixes; 0 if not. */
  private static long rank(String mapping, String path) {
    if (mapping.equals("/")) {
      return 1;
    }
    if (mapping.equals(path) || (mapping.isEmpty() && path.equals("/"))) {
      return Long.MAX_VALUE;
    }
    if (mapping.endsWith("/*")) {
      return new PathPattern(mapping).matches(path) ? 2L + mapping.length() : 0;
    }
    int dot = path.lastIndexOf('.');
    boolean inName = dot > path.lastIndexOf('/');
    return inName && mapping.startsWith("*.") && path.substring(dot).equals(mapping.substring(1))
        ? 2
        : 0;
  }
}
