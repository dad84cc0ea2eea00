package io.larder.cache.key;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for named values, such as {@code country:{country}}, read once.
 *
 * <p>Immutable and thread-safe.
 */
public final class Template {

  /** A text as it is and as it is written into a key, or the name of a value. */
  record Piece(String text, String encoded, boolean isName) {}

  private static final String NO_VALUE = "%null"; // no escape: 'n' is no hexadecimal digit
  private static final String NEXT_VALUE = "%,"; // nor is ','

  private final String source;
  private final List<Piece> pieces;
  private final List<String> names;
  private final Literals valueLiterals;

  Template(String source, List<Piece> pieces, Literals valueLiterals) {
    this.source = source;
    this.pieces = List.copyOf(pieces);
    this.valueLiterals = valueLiterals;
    names = pieces.stream().filter(Piece::isName).map(Piece::text).distinct().toList();
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if braces are unbalanced, a name is empty, or two places have
   *     nothing between them that could tell their values apart
   */
  public static Template of(String source) {
    return new TemplateParser(source).parse();
  }

  /** The names of the values in the order in which they first occur, each once; unmodifiable. */
  public List<String> names() {
    return names;
  }

  /**
   * The text with the values percent-encoded so far that no two lists of values give the same one:
   * a part of a key.
   *
   * @param values a value by its name; null if there is none, which is told apart from all others
   */
  public String render(Function<String, @Nullable String> values) {
    return renderAll(
        name -> {
          String value = values.apply(name);
          return value == null ? List.of() : List.of(value);
        });
  }

  /**
   * The same as a whole key: of at most 200 characters; a longer one ends in the SHA-256 of all of
   * it.
   *
   * @param values as for {@link #render}
   */
  public String key(Function<String, @Nullable String> values) {
    return LongKeys.fit(new StringBuilder(render(values)), LongKeys.DEFAULT_LIMIT);
  }

  /**
   * The text in front of the first name as a key begins with it; empty if a name comes first. Keys
   * of two templates, of which neither's beginning begins with the other's, always differ.
   */
  public String beginning() {
    return pieces.get(0).isName() ? "" : pieces.get(0).encoded();
  }

  /** Whether it is one name and nothing else. */
  public boolean isOneName() {
    return pieces.size() == 1 && pieces.get(0).isName();
  }

  /** Whether it differs from another in the names alone: equal values give equal texts. */
  public boolean hasFormOf(Template other) {
    if (pieces.size() != other.pieces.size()) {
      return false;
    }
    for (int i = 0; i < pieces.size(); i++) {
      Piece own = pieces.get(i);
      Piece others = other.pieces.get(i);
      if (own.isName() != others.isName()) {
        return false;
      }
      boolean same =
          own.isName()
              ? names.indexOf(own.text()) == other.names.indexOf(others.text())
              : own.text().equals(others.text());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same for names that have several values, or none: different lists never give one text.
   *
   * @param values all values by their name, in their order
   */
  public String renderAll(Function<String, List<String>> values) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.isName()) {
        appendValues(out, values.apply(piece.text()));
      } else {
        out.append(piece.encoded());
      }
    }
    return out.toString();
  }

  /**
   * The text with the values as they are, for a tag that somebody invalidates by its plain name;
   * null if a value is missing.
   *
   * @param values a value by its name, or null if there is none
   */
  public @Nullable String tag(Function<String, @Nullable String> values) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      String text = piece.isName() ? values.apply(piece.text()) : piece.text();
      if (text == null) {
        return null;
      }
      out.append(text);
    }
    return out.toString();
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return source;
  }

  private void appendValues(StringBuilder out, List<String> values) {
    if (values.isEmpty()) {
      out.append(NO_VALUE);
    }
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(NEXT_VALUE);
      }
      Percent.appendText(out, values.get(i), valueLiterals);
    }
  }
}
