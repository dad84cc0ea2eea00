package io.larder.cache.key;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A query in its one spelling: names and values decoded as {@code
 * application/x-www-form-urlencoded} and encoded again, sorted by name, the values of a name in the
 * order in which they came.
 *
 * <p>Bytes are compared, not characters, so that a query in another charset than UTF-8 is merely a
 * different query. One pass over the text; only a query that is not yet in order is taken apart.
 */
final class CanonicalQuery {

  private static final Comparator<String> BY_NAME =
      (left, right) -> compare(left, 0, nameEnd(left), right, 0, nameEnd(right));

  private final StringBuilder out;
  private final ParameterFilter filter;
  private final int first;
  private int start;
  private int nameEnd = -1;
  private int previousStart = -1;
  private int previousNameEnd = -1;
  private boolean sorted = true;

  private CanonicalQuery(StringBuilder out, ParameterFilter filter) {
    this.out = out;
    this.filter = filter;
    first = out.length();
    start = first;
  }

  /**
   * Appends a question mark and the parameters that the filter accepts, nothing if there are none;
   * answers why not, or null.
   */
  static @Nullable NoKey append(StringBuilder out, @Nullable String raw, ParameterFilter filter) {
    if (raw == null || raw.isEmpty()) {
      return null;
    }
    out.append('?');
    return new CanonicalQuery(out, filter).read(raw);
  }

  private @Nullable NoKey read(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (Literals.VALUE.has(c)) {
        out.append(c);
      } else if (c == '&') {
        endParameter();
      } else if (c == '=' && nameEnd < 0) {
        nameEnd = out.length();
        out.append('=');
      } else if (c == '%') {
        int octet = Percent.byteAt(raw, i);
        if (octet < 0) {
          return NoKey.MALFORMED_ESCAPE;
        }
        i += 2;
        Percent.appendByte(out, octet, Literals.VALUE);
      } else if (c == '+') {
        Percent.appendEscape(out, ' ');
      } else if (c < ' ' || c > '~' || c == '#') {
        return NoKey.RAW_CHARACTER;
      } else {
        Percent.appendEscape(out, c);
      }
    }
    endParameter();
    out.setLength(out.length() - 1); // the last '&', or the '?' if no parameter is left
    if (!sorted) {
      sort();
    }
    return null;
  }

  private void endParameter() {
    int end = out.length();
    int name = nameEnd < 0 ? end : nameEnd;
    nameEnd = -1;
    if (end == start) {
      return; // nothing between two '&'
    }
    if (!filter.accepts(out, start, name)) {
      out.setLength(start);
      return;
    }
    if (previousStart >= 0) {
      sorted &= compare(out, previousStart, previousNameEnd, out, start, name) <= 0;
    }
    previousStart = start;
    previousNameEnd = name;
    out.append('&');
    start = end + 1;
  }

  private void sort() {
    String[] parameters = out.substring(first).split("&", -1);
    Arrays.sort(parameters, BY_NAME); // stable: the values of one name keep their order
    out.setLength(first);
    for (String parameter : parameters) {
      out.append(parameter).append('&');
    }
    out.setLength(out.length() - 1);
  }

  private static int nameEnd(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter.length() : equals;
  }

  private static int compare(
      CharSequence a, int aStart, int aEnd, CharSequence b, int bStart, int bEnd) {
    int shared = Math.min(aEnd - aStart, bEnd - bStart);
    for (int i = 0; i < shared; i++) {
      int difference = a.charAt(aStart + i) - b.charAt(bStart + i);
      if (difference != 0) {
        return difference;
      }
    }
    return (aEnd - aStart) - (bEnd - bStart);
  }
}
