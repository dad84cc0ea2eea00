package io.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the pieces that Structured Fields are made of (RFC 8941, 4.2), one after another. Each
 * method says whether there was such a piece, and stands behind it if there was.
 */
final class StructuredReader {
  private final String text;
  private int at;

  StructuredReader(String text) {
    this.text = text;
  }

  /**
   * The strings of a List of Strings, without quotes and escapes; parameters are read and dropped.
   * Empty if one of the members is none or the field is malformed.
   */
  static Optional<List<String>> strings(List<String> lines) {
    StructuredReader reader = new StructuredReader(String.join(",", lines));
    List<String> strings = new ArrayList<>();
    reader.skip(" ");
    while (!reader.ended()) {
      int start = reader.at;
      if (!reader.string()) {
        return Optional.empty();
      }
      strings.add(FieldLists.unquote(reader.text, start, reader.at - 1));
      if (!reader.parameters() || !reader.separated()) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(strings));
  }

  /** The strings of an Inner List that consists of them, as it is written; empty if it does not. */
  static Optional<List<String>> innerStrings(String innerList) {
    StructuredReader reader = new StructuredReader(innerList);
    List<String> strings = new ArrayList<>();
    if (!reader.next('(')) {
      return Optional.empty();
    }
    while (true) {
      reader.skip(" ");
      if (reader.next(')')) {
        return Optional.of(List.copyOf(strings));
      }
      int start = reader.at;
      if (!reader.string()) {
        return Optional.empty();
      }
      strings.add(FieldLists.unquote(innerList, start, reader.at - 1));
      if (!reader.parameters()) {
        return Optional.empty();
      }
    }
  }

  /** The number of characters read. */
  int at() {
    return at;
  }

  boolean ended() {
    return at == text.length();
  }

  /** What was read since a place. */
  String since(int start) {
    return text.substring(start, at);
  }

  /** Whether the field ends here, or a comma and another member follow. */
  boolean separated() {
    skip(" \t");
    if (ended()) {
      return true;
    }
    if (!next(',')) {
      return false;
    }
    skip(" \t");
    return !ended(); // no comma at the end
  }

  boolean innerListOrItem() {
    return next('(') ? innerList() : bareItem();
  }

  boolean parameters() {
    while (next(';')) {
      skip(" ");
      if (key().isEmpty() || (next('=') && !bareItem())) {
        return false;
      }
    }
    return true;
  }

  String key() {
    int start = at;
    while (at < text.length() && isKeyChar(text.charAt(at), at == start)) {
      at++;
    }
    return text.substring(start, at);
  }

  boolean next(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
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
    if (first != '*' && !StructuredDictionary.isLetter(first)) {
      return false;
    }
    while (at < text.length() && StructuredDictionary.isTokenChar(text.charAt(at))) {
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

  private static boolean isKeyChar(char c, boolean first) {
    boolean start = (c >= 'a' && c <= 'z') || c == '*';
    return start || (!first && (isDigit(c) || "_-.".indexOf(c) >= 0));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
