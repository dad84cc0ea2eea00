package io.larder.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Dictionary of RFC 8941, which is all or nothing: one error and the whole field does not
 * count (4.2). Parameters are read and dropped; of equal keys the last one counts (3.2).
 */
final class StructuredDictionary {
  private final String text;
  private int at;

  private StructuredDictionary(String text) {
    this.text = text;
  }

  /** Each key with its bare item as it is written ("?1" if it stands alone); empty if invalid. */
  static Optional<Map<String, String>> parse(List<String> lines) {
    StructuredDictionary dictionary = new StructuredDictionary(String.join(",", lines));
    Map<String, String> members = new LinkedHashMap<>();
    return dictionary.readMembers(members) ? Optional.of(members) : Optional.empty();
  }

  private boolean readMembers(Map<String, String> members) {
    skip(" ");
    while (at < text.length()) {
      String key = key();
      if (key.isEmpty()) {
        return false;
      }
      int start = at;
      String value = "?1"; // RFC 8941 4.2.2: a key alone is true
      if (next('=')) {
        start = at;
        if (!(next('(') ? innerList() : bareItem())) {
          return false;
        }
        value = text.substring(start, at);
      }
      if (!parameters()) {
        return false;
      }
      members.put(key, value);
      skip(" \t");
      if (at == text.length()) {
        return true;
      }
      if (!next(',')) {
        return false;
      }
      skip(" \t");
      if (at == text.length()) {
        return false; // a comma at the end
      }
    }
    return true;
  }

  private boolean innerList() {
    while (true) {
      skip(" ");
      if (next(')')) {
        return true;
      }
      if (!bareItem() || !parameters()) {
        return false;
      }
      if (at == text.length() || " )".indexOf(text.charAt(at)) < 0) {
        return false;
      }
    }
  }

  private boolean parameters() {
    while (next(';')) {
      skip(" ");
      if (key().isEmpty() || (next('=') && !bareItem())) {
        return false;
      }
    }
    return true;
  }

  private String key() {
    int start = at;
    while (at < text.length() && isKeyChar(text.charAt(at), at == start)) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean bareItem() {
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    if (c == '"') {
      return string();
    }
    if (c == '?') {
      at++;
      return next('0') || next('1');
    }
    if (c == ':') {
      return binary();
    }
    return (c == '-' || isDigit(c)) ? number() : token();
  }

  private boolean string() {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ' || c > '~') {
        return false;
      }
      if (c == '\\' && (++at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0)) {
        return false;
      }
    }
    return false;
  }

  private boolean binary() {
    int end = text.indexOf(':', at + 1);
    boolean valid = end > 0 && text.substring(at + 1, end).matches("[A-Za-z0-9+/=]*");
    at = end + 1;
    return valid;
  }

  /** An Integer of at most 15 digits, or a Decimal of at most 12 and 3 (RFC 8941, 4.2.4). */
  private boolean number() {
    next('-');
    int whole = digits();
    if (!next('.')) {
      return whole >= 1 && whole <= 15;
    }
    int fraction = digits();
    return whole >= 1 && whole <= 12 && fraction >= 1 && fraction <= 3;
  }

  private boolean token() {
    char first = text.charAt(at);
    if (first != '*' && !isLetter(first)) {
      return false;
    }
    while (at < text.length() && isTokenChar(text.charAt(at))) {
      at++;
    }
    return true;
  }

  private int digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - start;
  }

  private boolean next(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private static boolean isKeyChar(char c, boolean first) {
    boolean start = (c >= 'a' && c <= 'z') || c == '*';
    return start || (!first && (isDigit(c) || "_-.".indexOf(c) >= 0));
  }

  /** Whether a character may follow the first one of a Token (RFC 8941, 3.3.4). */
  static boolean isTokenChar(char c) {
    return c == ':' || c == '/' || FieldLists.isTokenChar(c);
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
