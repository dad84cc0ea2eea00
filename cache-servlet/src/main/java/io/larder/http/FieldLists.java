package io.larder.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads fields whose value is a list of members between commas (RFC 9110, 5.6.1).
 *
 * <p>Several lines are one list, empty members do not count, white space around members does not
 * either, and a comma within a quoted string separates nothing. A quote that is never closed opens
 * no quoted string: what stands behind it must not be hidden from a rule.
 */
public final class FieldLists {
  private FieldLists() {}

  /** The members of all lines of that name, as they are written; unmodifiable. */
  public static List<String> members(HttpFields fields, String name) {
    List<String> lines = fields.all(name);
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> members = new ArrayList<>();
    for (String line : lines) {
      addMembers(line, members);
    }
    return List.copyOf(members);
  }

  /** The members of one line, as they are written; unmodifiable. */
  public static List<String> members(String line) {
    List<String> members = new ArrayList<>();
    addMembers(line, members);
    return List.copyOf(members);
  }

  private static void addMembers(String line, List<String> members) {
    boolean quotes = true;
    int start = 0;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || line.charAt(at) == ',') {
        String member = trim(line, start, at);
        if (!member.isEmpty()) {
          members.add(member);
        }
        start = at + 1;
      } else if (quotes && line.charAt(at) == '"') {
        int close = closingQuote(line, at);
        quotes = close >= 0; // after one that is never closed no other can be: look no further
        at = Math.max(at, close);
      }
    }
  }

  /**
   * Where the quoted string that begins at {@code open} ends, or -1 if it never does (RFC 9110,
   * 5.6.4).
   */
  static int closingQuote(String line, int open) {
    for (int i = open + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c == '\\') {
        i++; // a quoted pair: the next character is itself
      }
    }
    return -1;
  }

  /** A quoted string without its quotes and escapes (RFC 9110, 5.6.4). */
  static String unquote(String line, int open, int close) {
    if (line.indexOf('\\', open) < 0) {
      return line.substring(open + 1, close);
    }
    StringBuilder text = new StringBuilder(close - open);
    for (int i = open + 1; i < close; i++) {
      char c = line.charAt(i);
      text.append(c == '\\' ? line.charAt(++i) : c);
    }
    return text.toString();
  }

  /** Whether a text is a token, as the names of fields are (RFC 9110, 5.1 and 5.6.2). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether a text can be the value of a field (RFC 9110, 5.5), ends aside. */
  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
        return false;
      }
    }
    return true;
  }

  static boolean isWhitespace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Whether a character may stand in a token (RFC 9110, 5.6.2). */
  static boolean isTokenChar(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /** What stands between two places, without white space at the ends. */
  static String trim(String line, int start, int end) {
    while (start < end && isWhitespace(line.charAt(start))) {
      start++;
    }
    while (end > start && isWhitespace(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }
}
