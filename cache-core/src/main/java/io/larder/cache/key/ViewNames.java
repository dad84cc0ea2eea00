package io.larder.cache.key;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that views may have, so that no view's key can equal a page's. */
public final class ViewNames {

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** What a page's key can begin with: a scheme, or a method other than GET. */
  private static final Set<String> TAKEN =
      Set.of(
          "http", "https", "get", "head", "post", "put", "delete", "connect", "options", "trace",
          "patch", "query");

  private ViewNames() {}

  /**
   * Returns the name if it is legal.
   *
   * @throws IllegalArgumentException if it is not, with a sentence that says what is
   */
  public static String check(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the view name '" + name + "' must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "the view name '"
              + name
              + "' is a scheme or a method, with which pages' keys begin:"
              + " choose another");
    }
    return name;
  }
}
