package io.larder.cache.key;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of header fields, without the characters that RFC 9110 5.6.2 allows and nobody uses: some
 * of them separate the parts of a key.
 */
final class HeaderNames {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]+");

  private HeaderNames() {}

  /** The name in lower case. */
  static String lowerCase(String name) {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be the name of a header: use letters, digits, dots,"
              + " underscores and hyphens");
    }
    return name.toLowerCase(Locale.ROOT);
  }
}
