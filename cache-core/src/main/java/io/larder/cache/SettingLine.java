package io.larder.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The one grammar of lines of settings, of a rule as of a cache: words separated by white space,
 * with double quotes around what contains some. Within quotes a backslash stands before a quote or
 * a backslash that is meant as such.
 */
public final class SettingLine {

  private final String line;
  private int at;

  private SettingLine(String line) {
    this.line = line;
  }

  /**
   * Takes a line apart.
   *
   * @return its words without quotes, in their order; none of a line that is blank
   * @throws IllegalArgumentException if a quote is never closed, or is followed by more text
   */
  public static List<String> words(String line) {
    return new SettingLine(line).read();
  }

  /** Returns a word as a line has it: within quotes where it has to be. */
  static String written(String word) {
    boolean plain = word.chars().noneMatch(c -> c == '"' || Character.isWhitespace(c));
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
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
