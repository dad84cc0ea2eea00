package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;

/**
 * Reads the options of one URI by their types; one that is wrong is refused with a sentence that
 * names it and says what it must be.
 *
 * @param uri what is read
 */
record OptionReader(StoreUri uri) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * Returns a duration from 1 ms to 1 minute.
   *
   * @throws IllegalArgumentException if it is none
   */
  Duration duration(String name, Duration otherwise) {
    String text = uri.option(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    Duration duration = Durations.parsePositive(name, text);
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw wrong(name, text, "from 1ms to 1m");
    }
    return duration;
  }

  /**
   * Returns a whole number.
   *
   * @param most the highest that it may be, of 5 digits at most
   * @param because what is said after that in a refusal, may be empty
   * @throws IllegalArgumentException if it is none from {@code least} to {@code most}
   */
  int number(String name, int otherwise, int least, int most, String because) {
    String text = uri.option(name).orElse(Integer.toString(otherwise));
    int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw wrong(name, text, "from " + least + " to " + most + because);
    }
    return number;
  }

  /**
   * Returns whether it is set; it is not if nothing is said.
   *
   * @throws IllegalArgumentException if it is neither {@code true} nor {@code false}
   */
  boolean flag(String name) {
    String text = uri.option(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(name, text, "true or false");
    }
    return text.equals("true");
  }

  /**
   * Returns a text.
   *
   * @param pattern what it has to match
   * @param meaning the same in words
   * @throws IllegalArgumentException if it does not
   */
  String text(String name, String otherwise, String pattern, String meaning) {
    String text = uri.option(name).orElse(otherwise);
    if (!text.matches(pattern)) {
      throw wrong(name, text, meaning);
    }
    return text;
  }

  private IllegalArgumentException wrong(String name, String text, String meaning) {
    return wrong(uri, "has " + name + "=" + text + ": it must be " + meaning);
  }

  /** Returns the refusal of a URI. */
  static IllegalArgumentException wrong(StoreUri uri, String what) {
    return new IllegalArgumentException("the store's URI " + uri + " " + what);
  }
}
