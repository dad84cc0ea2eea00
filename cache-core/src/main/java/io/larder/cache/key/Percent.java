package io.larder.cache.key;

import java.util.Locale;

/** Percent-encoding (RFC 3986 2.1), always written with upper-case digits. */
final class Percent {

  private static final String DIGITS = "0123456789ABCDEF";

  private Percent() {}

  /** The byte (0 to 255) that the escape at this index stands for; -1 if it is malformed. */
  static int byteAt(CharSequence text, int index) {
    if (index + 2 >= text.length()) {
      return -1;
    }
    int high = digit(text.charAt(index + 1));
    int low = digit(text.charAt(index + 2));
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }

  static void appendEscape(StringBuilder out, int octet) {
    out.append('%').append(DIGITS.charAt(octet >> 4)).append(DIGITS.charAt(octet & 0xF));
  }

  static void appendByte(StringBuilder out, int octet, Literals literals) {
    if (literals.has(octet)) {
      out.append((char) octet);
    } else {
      appendEscape(out, octet);
    }
  }

  /**
   * Appends text as escaped UTF-8. Two texts that differ never give the same: a surrogate without
   * its partner, which UTF-8 cannot say, becomes {@code %uD83D}.
   */
  static void appendText(StringBuilder out, String text, Literals literals) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        appendByte(out, c, literals);
      } else if (!Character.isSurrogate(c)) {
        appendUtf8(out, c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        appendUtf8(out, Character.toCodePoint(c, text.charAt(i)));
      } else {
        out.append("%u").append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      }
    }
  }

  private static void appendUtf8(StringBuilder out, int codePoint) {
    if (codePoint < 0x800) {
      appendEscape(out, 0xC0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        appendEscape(out, 0xE0 | (codePoint >> 12));
      } else {
        appendEscape(out, 0xF0 | (codePoint >> 18));
        appendEscape(out, 0x80 | ((codePoint >> 12) & 0x3F));
      }
      appendEscape(out, 0x80 | ((codePoint >> 6) & 0x3F));
    }
    appendEscape(out, 0x80 | (codePoint & 0x3F));
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
