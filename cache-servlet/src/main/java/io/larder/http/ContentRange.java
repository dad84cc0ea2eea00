package io.larder.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code Content-Range} (RFC 9110, 14.4): which bytes a message carries, and of how
 * many.
 *
 * @param range the bytes, or null in a 416
 * @param total the length of the representation in bytes, or null if the sender does not know it
 */
public record ContentRange(@Nullable ByteRange range, @Nullable Long total) {
  private static final String UNIT = "bytes ";

  /**
   * Refuses what says nothing or contradicts itself.
   *
   * @throws IllegalArgumentException if there is neither range nor total, or the range ends behind
   *     the total
   */
  public ContentRange {
    if (range == null && total == null) {
      throw new IllegalArgumentException("A Content-Range has a range, a total length or both");
    }
    if (total != null && (total < 0 || (range != null && range.last() >= total))) {
      throw new IllegalArgumentException(
          "The range " + range + " does not lie within " + total + " bytes");
    }
  }

  /** {@code bytes 0-9/100}. */
  public static ContentRange of(ByteRange range, long total) {
    return new ContentRange(range, total);
  }

  /** {@code bytes *}{@code /100}, for a 416. */
  public static ContentRange unsatisfied(long total) {
    return new ContentRange(null, total);
  }

  /**
   * That of a message; empty if there is none, or several, or {@link #parse} makes nothing of it.
   */
  public static Optional<ContentRange> of(HttpFields fields) {
    List<String> values = fields.all(FieldNames.CONTENT_RANGE);
    return values.size() == 1 ? parse(values.get(0)) : Optional.empty();
  }

  /**
   * Reads a value; empty if it is malformed, has another unit or contradicts itself: such a message
   * must not be combined with others (14.4).
   */
  public static Optional<ContentRange> parse(String value) {
    String text = value.strip();
    int slash = text.indexOf('/');
    if (slash < 0 || !text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return Optional.empty();
    }
    String bytes = text.substring(UNIT.length(), slash);
    String length = text.substring(slash + 1);
    boolean noTotal = length.equals("*");
    Long total = number(length);
    if (total == null && !noTotal) {
      return Optional.empty();
    }
    if (bytes.equals("*")) {
      return noTotal ? Optional.empty() : Optional.of(new ContentRange(null, total));
    }
    int dash = bytes.indexOf('-');
    Long first = dash < 0 ? null : number(bytes.substring(0, dash));
    Long last = dash < 0 ? null : number(bytes.substring(dash + 1));
    if (first == null || last == null || last < first || (total != null && last >= total)) {
      return Optional.empty();
    }
    return Optional.of(new ContentRange(new ByteRange(first, last), total));
  }

  /** The value as it is sent. */
  public String value() {
    return UNIT
        + (range == null ? "*" : range.first() + "-" + range.last())
        + '/'
        + (total == null ? "*" : total.toString());
  }

  /** The number, or null if it is none or greater than a file can be. */
  private static @Nullable Long number(String digits) {
    if (digits.isEmpty() || !Numbers.areDigits(digits, 0, digits.length())) {
      return null;
    }
    long number = Numbers.saturated(digits);
    return number == Long.MAX_VALUE ? null : number;
  }
}
