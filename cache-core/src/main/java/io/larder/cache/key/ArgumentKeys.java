package io.larder.cache.key;

import org.jspecify.annotations.Nullable;

/**
 * Keys of method calls, made of the arguments: {@code ACME}, {@code 42}, {@code DE,list(a,b)}.
 *
 * <p>Lists of arguments that are not equal never share a key: texts are encoded, nested values are
 * framed, and whatever is neither a {@link String}, a {@link Boolean} nor an {@link Integer}
 * carries its type. Sets and maps have one key in whatever order they are iterated.
 */
public final class ArgumentKeys {

  private ArgumentKeys() {}

  /**
   * The key of these arguments: printable ASCII of at most 200 characters; a longer one ends in the
   * SHA-256 of all of it.
   *
   * <p>Arguments are null, texts, numbers, booleans, enums, records, collections, maps, optionals,
   * arrays, dates and times, identifiers such as UUID and URI, and of the application's own classes
   * those that have a {@code toString} of their own, which must then tell unequal values apart.
   *
   * @throws IllegalArgumentException if the text of an argument does not say what its value is
   */
  public static String of(@Nullable Object... arguments) {
    StringBuilder out = new StringBuilder();
    if (arguments.length == 0) {
      out.append("()");
    }
    for (int i = 0; i < arguments.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      new ArgumentWriter(out, i + 1).write(arguments[i]);
    }
    return LongKeys.fit(out, LongKeys.DEFAULT_LIMIT);
  }
}
