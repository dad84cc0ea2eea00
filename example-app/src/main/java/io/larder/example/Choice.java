package io.larder.example;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for one setting, and where.
 *
 * @param setting the flag or the environment's variable, for the sentence of a refusal
 * @param text what it says
 * @param flag whether it is a flag
 */
record Choice(String setting, String text, boolean flag) {

  /**
   * Returns the flag's text, else the variable's, else null. An empty variable counts as none, an
   * empty flag does not.
   */
  static @Nullable Choice of(
      String flag, @Nullable String flagText, String variable, Map<String, String> environment) {
    if (flagText != null) {
      return new Choice(flag, flagText, true);
    }
    String text = environment.getOrDefault(variable, "");
    return text.isEmpty() ? null : new Choice(variable, text, false);
  }

  /** Returns a refusal that begins with the setting and what it says. */
  Failure refused(String why) {
    return Failure.usage(setting + " '" + text + "' " + why);
  }
}
