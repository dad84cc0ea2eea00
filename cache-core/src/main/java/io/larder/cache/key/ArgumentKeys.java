package io.larder.cache.key;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of method calls, made of the arguments: {@code ACME}, {@code 42}, {@code DE,list(a,b)}.
 *
 * <p>Lists of arguments that are not equal never share a key: texts are encoded, nested values are
 * framed, and whatever is neither a {@link String}, a {@link Boolean} nor an {@link Integer}
 * carries its type. Sets and maps have one key in whatever order they are iterated.
 */
public final class ArgumentKeys {

  private static final String NO_ARGUMENTS = "()";
  private static final String LONG = "java.lang.Long!";

  private ArgumentKeys() {}

  /**
   * The key of these arguments: printable ASCII of at most 200 characters; a longer one ends in the
   * SHA-256 of all of it. One text that needs no encoding is its own key: the same instance.
   *
   * <p>Arguments are null, texts, numbers, booleans, enums, records, collections, maps, optionals,
   * arrays, dates and times, identifiers such as UUID and URI, and of the application's own classes
   * those that have a {@code toString} of their own, which must then tell unequal values apart.
   *
   * @throws IllegalArgumentException if the text of an argument does not say what its value is
   */
  public static String of(@Nullable Object... arguments) {
    return arguments.length == 1 ? one(null, arguments[0]) : several(null, arguments);
  }

  /**
   * The key of one argument: what {@link #of} says of a list that holds only it.
   *
   * @param name what a refusal calls the argument
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static String ofOne(String name, @Nullable Object argument) {
    return one(name, argument);
  }

  /**
   * The same as {@link #of}.
   *
   * @param names what a refusal calls the arguments, as many as there are
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static String ofNamed(List<String> names, @Nullable Object[] arguments) {
    return arguments.length == 1 ? one(names.get(0), arguments[0]) : several(names, arguments);
  }

  /**
   * Returns whether some argument of that type can be part of a key; false where {@link #of} is
   * sure to refuse each one but null and what is empty. Of interfaces and abstract classes only
   * what they are called with can tell.
   *
   * @param type a class, or a generic type, whose type arguments count where it is a collection
   */
  public static boolean accepts(Type type) {
    return ArgumentTypes.accepts(type);
  }

  private static String one(@Nullable String name, @Nullable Object argument) {
    if (argument instanceof String text && ArgumentWriter.isItsOwnKey(text)) {
      return text;
    }
    if (argument instanceof Integer || argument instanceof Boolean) {
      return argument.toString();
    }
    if (argument instanceof Long) {
      return LONG + argument; // as the writer has it, without looking at each character
    }
    StringBuilder out = new StringBuilder();
    new ArgumentWriter(out, 1, name).write(argument);
    return LongKeys.fit(out, LongKeys.DEFAULT_LIMIT);
  }

  private static String several(@Nullable List<String> names, @Nullable Object[] arguments) {
    if (arguments.length == 0) {
      return NO_ARGUMENTS;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < arguments.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      new ArgumentWriter(out, i + 1, names == null ? null : names.get(i)).write(arguments[i]);
    }
    return LongKeys.fit(out, LongKeys.DEFAULT_LIMIT);
  }
}
