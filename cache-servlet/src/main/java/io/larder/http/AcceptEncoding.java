package io.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Accept-Encoding} for one content coding (RFC 9110, 12.4.2 and 12.5.3). Allocates
 * nothing, so that a hit may ask it.
 *
 * <p>A field that is absent allows every coding, but is no wish for one: then, as with an empty
 * one, the plain representation is chosen. A star stands for the coding if that is not named. The
 * plain one is accepted unless {@code identity;q=0} or {@code *;q=0} refuses it; it comes first
 * only if {@code identity} is named with a greater weight than the coding. Of two weights of one
 * name the lower counts; a member that is malformed does not.
 */
public final class AcceptEncoding {
  private static final int UNSAID = -1;
  private static final int MALFORMED = -2;

  private AcceptEncoding() {}

  /**
   * The choice between a coding and the plain representation.
   *
   * @param value the value of the field, several lines joined by commas; null if it is absent
   * @param coding the name of the coding, in lower case
   */
  public static CodingChoice choose(@Nullable String value, String coding) {
    if (value == null) {
      return CodingChoice.PLAIN_ONLY;
    }
    int named = UNSAID;
    int identity = UNSAID;
    int star = UNSAID;
    int start = 0;
    while (start < value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      int semicolon = value.indexOf(';', start);
      int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
      int weight = nameEnd == end ? 1000 : weight(value, nameEnd + 1, end);
      if (weight != MALFORMED) {
        if (isCoding(value, start, nameEnd, coding)) {
          named = lower(named, weight);
        } else if (is(value, start, nameEnd, "identity")) {
          identity = lower(identity, weight);
        } else if (is(value, start, nameEnd, "*")) {
          star = lower(star, weight);
        }
      }
      start = end + 1;
    }
    return choose(named == UNSAID ? star : named, identity, star);
  }

  private static CodingChoice choose(int encoded, int identity, int star) {
    if (encoded <= 0) {
      return CodingChoice.PLAIN_ONLY;
    }
    boolean refused = identity == UNSAID ? star == 0 : identity == 0;
    if (refused) {
      return CodingChoice.ENCODED_ONLY;
    }
    return identity > encoded ? CodingChoice.PLAIN : CodingChoice.ENCODED;
  }

  private static int lower(int before, int weight) {
    return before == UNSAID ? weight : Math.min(before, weight);
  }

  /** RFC 9110 8.4.1.3: {@code x-gzip} is gzip. */
  private static boolean isCoding(String value, int start, int end, String coding) {
    return is(value, start, end, coding)
        || (coding.equals("gzip") && is(value, start, end, "x-gzip"));
  }

  /** Whether a name stands there, without the white space around it. */
  private static boolean is(String value, int start, int end, String name) {
    int from = skipSpace(value, start, end);
    int to = from + name.length();
    return to <= end
        && value.regionMatches(true, from, name, 0, name.length())
        && skipSpace(value, to, end) == end;
  }

  private static int skipSpace(String value, int start, int end) {
    int at = start;
    while (at < end && FieldLists.isWhitespace(value.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The weight in thousandths. */
  private static int weight(String value, int start, int end) {
    int at = skipSpace(value, start, end);
    if (!value.regionMatches(true, at, "q=", 0, 2) || at + 3 > end) {
      return MALFORMED;
    }
    at += 2;
    int whole = value.charAt(at) - '0';
    if (whole != 0 && whole != 1) {
      return MALFORMED;
    }
    at++;
    int weight = whole * 1000;
    if (at < end && value.charAt(at) == '.') {
      at++;
      for (int place = 100; place > 0 && at < end && isDigit(value.charAt(at)); place /= 10) {
        weight += (value.charAt(at++) - '0') * place;
      }
    }
    return weight > 1000 || skipSpace(value, at, end) != end ? MALFORMED : weight;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
