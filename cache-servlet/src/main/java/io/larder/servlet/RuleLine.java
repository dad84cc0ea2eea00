package io.larder.servlet;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a rule's line: separated by white space, with double quotes around what contains
 * some. Within quotes a backslash stands before a quote or a backslash that is meant as such.
 */
final class RuleLine {

  private final String line;
  private int at;

  private RuleLine(String line) {
    this.line = line;
  }

  /**
   * Takes a line apart.
   *
   * @throws IllegalArgumentException if a quote is never closed, or is followed by more text
   */
  static List<String> words(String line) {
    return new RuleLine(line).read();
  }

  private List<String> read() {
    List<String> words = new ArrayList<>();
    for (skipSpace(); at < line.length(); skipSpace()) {
      words.add(word());
    }
    return words;
  }

  private void skipSpace() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      char c = line.charAt(at++);
      if (c == '"') {
        quoted(word);
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private void quoted(StringBuilder word) {
    int opened = at;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at < line.length()) {
        c = line.charAt(at++);
      }
      word.append(c);
    }
    throw new IllegalArgumentException(
        "the quote before '" + line.substring(opened) + "' is never closed");
  }
}
