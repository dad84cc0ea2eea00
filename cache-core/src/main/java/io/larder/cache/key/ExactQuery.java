package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * A query as it was sent: what its parts mean is known to the origin alone, so that two queries of
 * different spelling are two resources. Escapes alone have one spelling: those of letters and
 * digits are the characters, and the others have capital digits (RFC 9110, 4.2.3; RFC 3986, 6.2.2).
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
      if (c == '%') {
        int octet = Percent.byteAt(raw, i);
        if (octet < 0) {
          return NoKey.MALFORMED_ESCAPE;
        }
        i += 2;
        append(out, (char) octet);
        continue;
      }
      // Braces choose the slot of a cluster: no URI has them unescaped.
      if (c <= ' ' || c > '~' || c == '#' || c == '{' || c == '}') {
        return NoKey.RAW_CHARACTER;
      }
      out.append(c);
    }
    return null;
  }

  private static void append(StringBuilder out, char octet) {
    boolean unreserved =
        (octet >= 'a' && octet <= 'z')
            || (octet >= 'A' && octet <= 'Z')
            || (octet >= '0' && octet <= '9')
            || "-._~".indexOf(octet) >= 0;
    if (unreserved) {
      out.append(octet);
    } else {
      Percent.appendEscape(out, octet);
    }
  }
}
