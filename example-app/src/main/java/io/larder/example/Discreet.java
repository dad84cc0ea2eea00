package io.larder.example;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repeats what a user wrote without the password that it may hold.
 *
 * <p>A sentence about a wrong command line is read by others too: it ends up in logs and tickets.
 */
final class Discreet {
  /** To the last {@code @}: a password may hold any character, that one and spaces included. */
  private static final Pattern USER_INFO = Pattern.compile("//.*@");

  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][A-Za-z-]*");

  private Discreet() {}

  /** A text with {@code ***} where a URI in it has its user and password. */
  static String text(String text) {
    return USER_INFO.matcher(text).replaceAll("//***@");
  }

  /**
   * What is wrong about arguments that no command knows. Of options, that may be misspelt ones,
   * only the name is repeated; of what looks like a URI, only its scheme.
   */
  static String unknown(List<String> arguments) {
    for (String argument : arguments) {
      Matcher option = OPTION.matcher(argument);
      if (option.lookingAt()) {
        return "unknown option '" + option.group() + "'";
      }
    }
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    int place = first.indexOf("//");
    return "unknown argument '" + (place < 0 ? first : first.substring(0, place) + "//…") + "'";
  }
}
