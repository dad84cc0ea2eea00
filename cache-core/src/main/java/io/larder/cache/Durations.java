package io.larder.cache;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one grammar of durations in settings: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h},
 * {@code 2d}, or ISO 8601 with whole numbers, {@code PT30S}, {@code PT1H30M}, {@code P1DT12H}.
 *
 * <p>A number without a unit, a fraction, a sign, white space and other cases of the letters are
 * refused, never guessed at. No duration is endless: the longest is {@link Terms#MAX_LIFETIME}.
 */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final Pattern ISO =
      Pattern.compile(
          "P(?=[0-9T])(?:([0-9]+)D)?"
              + "(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?");
  private static final Pattern BARE = Pattern.compile("[0-9]+");

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final String VALID = "write a duration such as 500ms, 30s, 10m, 1h, 2d or PT30S";

  private Durations() {}

  /**
   * Returns the duration that the text says; it may be zero ({@code 0s}).
   *
   * @param setting the setting's name, for the sentence of a refusal
   * @throws IllegalArgumentException if the text is no duration or above {@link
   *     Terms#MAX_LIFETIME}, with a sentence that names the setting, the text and what is valid
   */
  public static Duration parse(String setting, String text) {
    long millis;
    try {
      millis = millis(setting, text);
    } catch (ArithmeticException | NumberFormatException e) {
      millis = Long.MAX_VALUE;
    }
    if (millis > Terms.MAX_LIFETIME.toMillis()) {
      throw new IllegalArgumentException(
          subject(setting, text)
              + " is too long: the longest duration is "
              + format(Terms.MAX_LIFETIME)
              + ", and none is endless");
    }
    return Duration.ofMillis(millis);
  }

  /**
   * Returns the duration that the text says, where zero has no meaning.
   *
   * @param setting the setting's name, for the sentence of a refusal
   * @throws IllegalArgumentException as {@link #parse} does, and for zero
   */
  public static Duration parsePositive(String setting, String text) {
    Duration duration = parse(setting, text);
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          subject(setting, text)
              + " must be longer than zero: "
              + VALID
              + " (zero does not mean endless)");
    }
    return duration;
  }

  /**
   * Refuses a duration that is zero, negative or above {@link Terms#MAX_LIFETIME}.
   *
   * @param name what is set to it, for the sentence of a refusal
   * @return the duration
   * @throws IllegalArgumentException if it is one of these
   */
  public static Duration requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(Terms.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          name
              + " is "
              + format(duration)
              + ": it must be longer than zero and at most "
              + format(Terms.MAX_LIFETIME));
    }
    return duration;
  }

  /**
   * Returns the duration in this grammar, in the biggest unit that needs no fraction: {@code 30s},
   * {@code 90m}, {@code 1500ms}. What is finer than a millisecond is written in ISO 8601, for
   * people to read; {@link #parse} refuses it.
   */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.getNano() % 1_000_000 != 0) {
      return duration.toString();
    }
    if (duration.getNano() != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.getSeconds();
    if (seconds % (DAY / SECOND) == 0) {
      return seconds / (DAY / SECOND) + "d";
    }
    if (seconds % (HOUR / SECOND) == 0) {
      return seconds / (HOUR / SECOND) + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static long millis(String setting, String text) {
    Matcher plain = SHORT.matcher(text);
    if (plain.matches()) {
      return Math.multiplyExact(Long.parseLong(plain.group(1)), unit(plain.group(2)));
    }
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      long days = times(iso.group(1), DAY);
      long hours = times(iso.group(2), HOUR);
      long minutes = times(iso.group(3), MINUTE);
      long seconds = times(iso.group(4), SECOND);
      return Math.addExact(Math.addExact(days, hours), Math.addExact(minutes, seconds));
    }
    throw new IllegalArgumentException(
        BARE.matcher(text).matches()
            ? subject(setting, text) + " has no unit: write " + Texts.head(text) + "s for seconds"
            : subject(setting, text) + " is no duration: " + VALID);
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> SECOND;
      case "m" -> MINUTE;
      case "h" -> HOUR;
      default -> DAY;
    };
  }

  /** Returns the product, or zero for a group that did not take part. */
  private static long times(@Nullable String digits, long unit) {
    return digits == null ? 0 : Math.multiplyExact(Long.parseLong(digits), unit);
  }

  private static String subject(String setting, String text) {
    return setting + " '" + Texts.head(text) + "'";
  }
}
