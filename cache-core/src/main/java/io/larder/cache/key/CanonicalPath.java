package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * A path in its one spelling (RFC 3986 6.2.2): escapes of unreserved characters decoded, all others
 * kept with upper-case digits, since {@code %2F} is not {@code /}. Empty segments and path
 * parameters are left as they are: servers differ in what they make of them.
 */
final class CanonicalPath {

  /** Characters that no URI has, but that some clients send and no server gives a meaning. */
  private static final String ENCODED = " \"<>[]^`{|}";

  private static final int OTHER = 3;

  private final StringBuilder out;

  /** Dots since the last separator; {@link #OTHER} if there was anything else. */
  private int dots;

  private CanonicalPath(StringBuilder out) {
    this.out = out;
  }

  /** Appends the path; answers why not, or null. */
  static @Nullable NoKey append(StringBuilder out, String raw) {
    if (raw.isEmpty()) {
      out.append('/'); // RFC 9110 4.2.3: an empty path is "/"
      return null;
    }
    return raw.charAt(0) == '/' ? new CanonicalPath(out).read(raw) : NoKey.PATH;
  }

  private @Nullable NoKey read(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      int octet = c;
      if (c == '%') {
        octet = Percent.byteAt(raw, i);
        if (octet < 0) {
          return NoKey.MALFORMED_ESCAPE;
        }
        i += 2;
        Percent.appendByte(out, octet, Literals.UNRESERVED);
      } else if (Literals.PATH.has(c)) {
        out.append(c);
      } else if (ENCODED.indexOf(c) >= 0) {
        Percent.appendEscape(out, c);
      } else {
        return NoKey.RAW_CHARACTER;
      }
      if (endsDotSegment(octet, c == ';')) {
        return NoKey.DOT_SEGMENT;
      }
    }
    return isDots() ? NoKey.DOT_SEGMENT : null;
  }

  /**
   * Whether this character ends a segment of one or two dots. A path parameter ends a segment's
   * name ({@code /..;x/} is {@code /../} to some servers), and an escaped slash or backslash counts
   * as a separator, because some servers decode it before they resolve dots.
   */
  private boolean endsDotSegment(int octet, boolean parameter) {
    if (octet == '/' || octet == '\\') {
      boolean ends = isDots();
      dots = 0;
      return ends;
    }
    if (parameter) {
      boolean ends = isDots();
      dots = OTHER;
      return ends;
    }
    dots = octet == '.' ? Math.min(dots + 1, OTHER) : OTHER;
    return false;
  }

  private boolean isDots() {
    return dots == 1 || dots == 2;
  }
}
