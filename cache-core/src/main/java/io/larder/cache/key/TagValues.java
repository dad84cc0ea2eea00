package io.larder.cache.key;

import java.lang.reflect.Type;

/**
 * Texts of arguments as they stand in a tag, which somebody invalidates by its plain name: {@code
 * Germany}, {@code 42}, {@code MONDAY}.
 */
public final class TagValues {

  private TagValues() {}

  /**
   * The text of one argument: a text as it is, a number or boolean in digits or letters, an enum's
   * name, an identifier, a date or time, and of the application's own classes what {@code toString}
   * says.
   *
   * @param name what a refusal calls the argument
   * @throws IllegalArgumentException if it has no such text: a collection, map, array, optional or
   *     record, or a value whose text does not say what it is
   */
  public static String of(String name, Object argument) {
    if (argument instanceof String text) {
      return text;
    }
    if (argument instanceof Enum<?> constant) {
      return constant.name();
    }
    Class<?> type = argument.getClass();
    boolean plain =
        !ArgumentTypes.isContainer(type)
            && (!(argument instanceof Record) || ArgumentTypes.writesItself(type));
    String text = plain ? FaithfulText.of(argument) : null;
    if (text == null) {
      throw new IllegalArgumentException(
          name
              + " has type "
              + type.getName()
              + ", which has no plain text for a tag: pass a text, a number or an enum");
    }
    return text;
  }

  /** Returns whether some argument of that type has such a text. */
  public static boolean accepts(Type type) {
    return ArgumentTypes.isPlain(type);
  }
}
