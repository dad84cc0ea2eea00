package io.larder.cache.key;

import java.util.ArrayList;
import java.util.List;

/** Reads a {@link Template} once, from left to right. */
final class TemplateParser {

  private final String source;
  private final List<Template.Piece> pieces = new ArrayList<>();
  private final StringBuilder reserved = new StringBuilder();

  TemplateParser(String source) {
    this.source = source;
  }

  Template parse() {
    int position = 0;
    while (position < source.length()) {
      int open = source.indexOf('{', position);
      int textEnd = open < 0 ? source.length() : open;
      addText(source.substring(position, textEnd), open >= 0);
      if (open < 0) {
        break;
      }
      int close = source.indexOf('}', open);
      if (close < 0) {
        throw refused("'{' is never closed");
      }
      addName(source.substring(open + 1, close));
      position = close + 1;
    }
    if (pieces.isEmpty()) {
      throw refused("it is empty");
    }
    return new Template(source, pieces, Literals.VALUE.without(reserved.toString()));
  }

  private void addText(String text, boolean nameFollows) {
    if (text.indexOf('}') >= 0) {
      throw refused("'}' was never opened");
    }
    if (nameFollows && !pieces.isEmpty()) {
      reserveFirst(text);
    }
    if (!text.isEmpty()) {
      StringBuilder encoded = new StringBuilder();
      Percent.appendText(encoded, text, Literals.TEXT);
      pieces.add(new Template.Piece(text, encoded.toString(), false));
    }
  }

  /** A value ends where the text behind it begins: no value may contain that character. */
  private void reserveFirst(String text) {
    if (text.isEmpty() || !Literals.TEXT.has(text.charAt(0))) {
      throw refused(
          "the values on both sides of '" + text + "' could run into each other: put ':' between");
    }
    reserved.append(text.charAt(0));
  }

  private void addName(String name) {
    if (name.isBlank()) {
      throw refused("a name between braces is empty");
    }
    if (name.indexOf('{') >= 0 || !name.equals(name.strip())) {
      throw refused("'" + name + "' is no name: write names as in {country}");
    }
    pieces.add(new Template.Piece(name, name, true));
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("template '" + source + "': " + why);
  }
}
