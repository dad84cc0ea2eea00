package io.larder.cache.key;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that a view's keys begin with, such as {@code quotes} in {@code quotes:ACME}. */
public final class ViewNames {

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private ViewNames() {}

  /**
   * Refuses a name that could be taken for the beginning of a page's key, or that is not 1 to 64
   * letters, digits, dots, underscores and hyphens.
   *
   * @return the name
   * @throws IllegalArgumentException if the name is none for a view
   */
  public static String check(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name for a view: use 1 to 64 letters, digits, dots, underscores and"
              + " hyphens");
    }
    if (beginsPages(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name for a view: the keys of pages begin with it, choose another");
    }
    return name;
  }

  private static boolean beginsPages(String name) {
    return name.equalsIgnoreCase("http")
        || name.equalsIgnoreCase("https")
        || KeyMethods.isMethod(name);
  }

  /**
   * The view that a key belongs to, {@code quotes} of {@code quotes:ACME}; null: it is a page's.
   */
  public static @Nullable String of(String key) {
    int colon = key.indexOf(':');
    String name = colon < 0 ? "" : key.substring(0, colon);
    return LEGAL.matcher(name).matches() && !beginsPages(name) ? name : null;
  }

  /**
   * The key of a text in a view: {@code quotes:ACME}. Other characters than printable ASCII, and
   * {@code % # " \ { }} and space, are percent-encoded, so that two texts never share a key.
   *
   * @param view a name that was checked
   * @param text any text; one that is made of arguments by {@link ArgumentKeys} is encoded already
   */
  public static String key(String view, String text) {
    StringBuilder out =
        new StringBuilder(view.length() + 1 + text.length()).append(view).append(':');
    Percent.appendText(out, text, Literals.TEXT);
    return out.toString();
  }
}
