package io.larder.servlet;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One word of the vocabulary of rules, with the type of its value.
 *
 * <p>Compared by identity: the words are the constants of {@link Vocabulary}.
 *
 * @param <T> the type of the value
 */
final class Attribute<T> {

  private final String name;
  private final @Nullable Function<String, T> parser;

  /**
   * Creates a word.
   *
   * @param parser reads its value out of a text; null for what only code can say
   */
  Attribute(String name, @Nullable Function<String, T> parser) {
    this.name = name;
    this.parser = parser;
  }

  String name() {
    return name;
  }

  /** Whether it can be written in a rule's line. */
  boolean isWritable() {
    return parser != null;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is none, with a sentence that names the attribute
   */
  T parse(String text) {
    if (parser == null) {
      throw new IllegalArgumentException(name + " is code: set it on the rule's builder");
    }
    return parser.apply(text);
  }

  @Override
  public String toString() {
    return name;
  }
}
