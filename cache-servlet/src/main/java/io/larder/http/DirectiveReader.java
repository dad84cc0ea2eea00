package io.larder.http;

import java.util.Locale;

/**
 * Reads a line of cache directives (RFC 9111, 5.2) more liberally than its grammar.
 *
 * <p>Whatever cannot be part of a directive separates directives: commas, and also semicolons,
 * white space and stray characters. So a restriction is found however its neighbours are mistyped
 * ({@code private; max-age=60}, {@code public no-store}, {@code x"y, no-store}). Only the argument
 * right behind an equals sign is passed over. A quoted one that is never closed hides nothing, and
 * the lifetimes of such a line cannot be told: they count as over.
 */
final class DirectiveReader {
  private final String line;
  private final Directives directives;
  private int at;

  private DirectiveReader(String line, Directives directives) {
    this.line = line;
    this.directives = directives;
  }

  static void read(String line, Directives directives) {
    new DirectiveReader(line, directives).readAll();
  }

  private void readAll() {
    while (at < line.length()) {
      if (FieldLists.isTokenChar(line.charAt(at))) {
        readDirective();
      } else {
        at++;
      }
    }
  }

  private void readDirective() {
    String name = token().toLowerCase(Locale.ROOT);
    if (at < line.length() && line.charAt(at) == '=') {
      at++;
      directives.add(name, argument());
    } else {
      directives.add(name, null);
    }
  }

  /** A token or a quoted string: recipients ought to accept both forms (RFC 9111, 5.2). */
  private String argument() {
    if (at < line.length() && line.charAt(at) == '"') {
      return quoted();
    }
    // Up to the next separator, so that 60.5, 6/0 and 60s are not taken for 60 or 6.
    int start = at;
    while (at < line.length() && !isSeparator(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at);
  }

  private String quoted() {
    int close = FieldLists.closingQuote(line, at);
    if (close < 0) {
      directives.addUnreadable();
      at++;
      return "";
    }
    String text = FieldLists.unquote(line, at, close);
    at = close + 1;
    return text;
  }

  private String token() {
    int start = at;
    while (at < line.length() && FieldLists.isTokenChar(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at);
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == ';' || FieldLists.isWhitespace(c);
  }
}
