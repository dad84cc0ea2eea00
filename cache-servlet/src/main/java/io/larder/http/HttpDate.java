package io.larder.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Points in time as HTTP writes them (RFC 9110, 5.6.7).
 *
 * <p>Reads the three forms that a recipient has to accept: {@code Sun, 06 Nov 1994 08:49:37 GMT},
 * {@code Sunday, 06-Nov-94 08:49:37 GMT} and {@code Sun Nov 6 08:49:37 1994}. The name of the day
 * is not compared with the date. Never throws.
 */
public final class HttpDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> LONG_DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final DateTimeFormatter FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /**
   * The time that the text means, or empty if it is in none of the three forms.
   *
   * @param now the time of reading, which decides the century of a year of two digits
   */
  public static Optional<Instant> parse(String text, Instant now) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      return asctime(text);
    }
    return comma == 3 ? fixdate(text) : rfc850(text, comma, now);
  }

  /** The time in the form that HTTP prefers, in whole seconds. */
  public static String format(Instant time) {
    return FIXDATE.format(time);
  }

  /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static Optional<Instant> fixdate(String text) {
    if (text.length() != 29
        || !DAYS.contains(text.substring(0, 3))
        || !hasAt(text, 4, ' ', 7, ' ', 11, ' ', 16, ' ')
        || !text.endsWith(" GMT")) {
      return Optional.empty();
    }
    return time(number(text, 12, 16), month(text, 8), number(text, 5, 7), text, 17);
  }

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
  private static Optional<Instant> rfc850(String text, int comma, Instant now) {
    if (text.length() != comma + 24
        || !LONG_DAYS.contains(text.substring(0, comma))
        || !hasAt(text, comma + 1, ' ', comma + 4, '-', comma + 8, '-', comma + 11, ' ')
        || !text.endsWith(" GMT")) {
      return Optional.empty();
    }
    int twoDigits = number(text, comma + 9, comma + 11);
    if (twoDigits < 0) {
      return Optional.empty();
    }
    // RFC 9110 5.6.7: more than 50 years in the future means the most recent past year that ends
    // so.
    OffsetDateTime limit = now.atOffset(ZoneOffset.UTC).plusYears(50);
    int month = month(text, comma + 5);
    int day = number(text, comma + 2, comma + 4);
    int year = limit.getYear() - Math.floorMod(limit.getYear() - twoDigits, 100);
    return time(year, month, day, text, comma + 12)
        .filter(time -> !time.isAfter(limit.toInstant()))
        .or(() -> time(year - 100, month, day, text, comma + 12));
  }

  /** {@code Sun Nov 6 08:49:37 1994}. */
  private static Optional<Instant> asctime(String text) {
    if (text.length() != 24
        || !DAYS.contains(text.substring(0, 3))
        || !hasAt(text, 3, ' ', 7, ' ', 10, ' ', 19, ' ')) {
      return Optional.empty();
    }
    int day = text.charAt(8) == ' ' ? number(text, 9, 10) : number(text, 8, 10);
    return time(number(text, 20, 24), month(text, 4), day, text, 11);
  }

  private static Optional<Instant> time(int year, int month, int day, String text, int clock) {
    int hour = number(text, clock, clock + 2);
    int minute = number(text, clock + 3, clock + 5);
    int second = number(text, clock + 6, clock + 8);
    if (year < 0 || second < 0 || second > 60 || !hasAt(text, clock + 2, ':', clock + 5, ':')) {
      return Optional.empty();
    }
    try {
      // A leap second (60) is the first one of the next minute.
      return Optional.of(
          LocalDateTime.of(year, month, day, hour, minute)
              .plusSeconds(second)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int month(String text, int at) {
    return MONTHS.indexOf(text.substring(at, at + 3)) + 1;
  }

  /** The digits as a number, or -1 if one of them is none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /** Whether each index holds the character that follows it. */
  private static boolean hasAt(String text, int... indexesAndCharacters) {
    for (int i = 0; i < indexesAndCharacters.length; i += 2) {
      if (text.charAt(indexesAndCharacters[i]) != indexesAndCharacters[i + 1]) {
        return false;
      }
    }
    return true;
  }
}
