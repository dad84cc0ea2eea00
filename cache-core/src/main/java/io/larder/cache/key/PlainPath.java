package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a path reads in one way alone, so that it is the resource which it looks like.
 *
 * <p>What stands between a client and a handler reads {@code ;}, {@code //}, {@code %2F}, {@code
 * %3B} or {@code %252E} in its own way each: one takes {@code /account%2Fx.css} for a style sheet
 * and another for the account. What they make of a path that has none of these is the same.
 */
final class PlainPath {

  private PlainPath() {}

  /** Why it is not plain, or null. What is malformed is left to {@link CanonicalPath}. */
  static @Nullable NoKey refusal(String raw) {
    NoKey refusal = null;
    char before = 0;
    for (int i = 0; i < raw.length() && refusal == null; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        refusal = escape(raw, i);
      } else if (c == ';') {
        refusal = NoKey.PATH_PARAMETER;
      } else if (c == '/' && before == '/') {
        refusal = NoKey.EMPTY_SEGMENT;
      }
      before = c;
    }
    return refusal;
  }

  private static @Nullable NoKey escape(String raw, int at) {
    int octet = Percent.byteAt(raw, at);
    return switch (octet) {
      case '/', '\\', ';', '?', '#', 0x7F -> NoKey.ENCODED_DELIMITER;
      case '%' -> isEscape(raw, at + 3) ? NoKey.DOUBLE_ENCODING : null;
      case 0xC0, 0xC1 -> NoKey.OVERLONG_ESCAPE; // RFC 3629 3: no character begins with these
      case 0xE0 -> isBelow(raw, at + 3, 0xA0);
      case 0xF0 -> isBelow(raw, at + 3, 0x90);
      default -> octet >= 0 && octet < ' ' ? NoKey.ENCODED_DELIMITER : null;
    };
  }

  /** Whether what follows an escaped percent sign makes an escape of it once it is decoded. */
  private static boolean isEscape(String raw, int at) {
    return at + 1 < raw.length() && isHex(raw.charAt(at)) && isHex(raw.charAt(at + 1));
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }

  /** RFC 3629 4: the second byte of the shortest form of three or four. */
  private static @Nullable NoKey isBelow(String raw, int at, int least) {
    boolean escaped = at < raw.length() && raw.charAt(at) == '%';
    int octet = escaped ? Percent.byteAt(raw, at) : -1;
    return octet >= 0x80 && octet < least ? NoKey.OVERLONG_ESCAPE : null;
  }
}
