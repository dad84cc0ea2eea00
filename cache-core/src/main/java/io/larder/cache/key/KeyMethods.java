package io.larder.cache.key;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods that can stand in front of a page's key. A client may send any word as a method: only
 * these have keys, and none of them can name a view, so that no request reaches into a view.
 */
final class KeyMethods {

  private static final Set<String> NAMES =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");

  private KeyMethods() {}

  static boolean isMethod(String name) {
    return NAMES.contains(name.toUpperCase(Locale.ROOT));
  }

  /** Appends nothing for GET and HEAD, else {@code POST:}; answers why not, or null. */
  static @Nullable NoKey append(StringBuilder out, String method) {
    if (method.equals("GET") || method.equals("HEAD")) {
      return null;
    }
    if (!NAMES.contains(method)) {
      return NoKey.METHOD;
    }
    out.append(method).append(':');
    return null;
  }
}
