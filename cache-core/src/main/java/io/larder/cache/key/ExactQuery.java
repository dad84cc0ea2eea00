package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * A query as it was sent: what its parts mean is known to the origin alone, so that two queries of
 * different spelling are two resources (RFC 3986, 6.2.1).
 */
final class ExactQuery {

  private ExactQuery() {}

  /** Appends a question mark and the query, if there is one; answers why not, or null. */
  static @Nullable NoKey append(StringBuilder out, @Nullable String raw) {
    if (raw == null) {
      return null;
    }
    out.append('?');
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%' && Percent.byteAt(raw, i) < 0) {
        return NoKey.MALFORMED_ESCAPE;
      }
      // Braces choose the slot of a cluster: no URI has them unescaped.
      if (c <= ' ' || c > '~' || c == '#' || c == '{' || c == '}') {
        return NoKey.RAW_CHARACTER;
      }
      out.append(c);
    }
    return null;
  }
}
