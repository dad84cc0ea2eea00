package io.larder.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one grammar of sizes in settings: {@code 1048576} or {@code 1048576B} for bytes, {@code
 * 512KB}, {@code 64MB}, {@code 1GB}.
 *
 * <p>The units are binary multiples: 1 KB is 1,024 bytes, 1 MB is 1,024 KB, 1 GB is 1,024 MB.
 * Fractions, signs, white space and other cases of the letters are refused, never guessed at. Zero
 * is refused too: no setting means anything by it.
 */
public final class Sizes {

  private static final Pattern SIZE = Pattern.compile("([0-9]+)(B|KB|MB|GB)?");

  private static final String[] UNITS = {"B", "KB", "MB", "GB"};

  private Sizes() {}

  /**
   * Returns the number of bytes that the text says.
   *
   * @param setting the setting's name, for the sentence of a refusal
   * @throws IllegalArgumentException if the text is no size, zero or above {@link Long#MAX_VALUE}
   *     bytes, with a sentence that names the setting, the text and what is valid
   */
  public static long parse(String setting, String text) {
    String subject = setting + " '" + Texts.head(text) + "'";
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          subject + " is no size: write one such as 64MB, 512KB, 1GB or 1048576 (bytes)");
    }
    long bytes;
    try {
      bytes = Math.multiplyExact(Long.parseLong(size.group(1)), unit(size.group(2)));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          subject + " is too big: write a size such as 64MB, 512KB or 1GB", e);
    }
    if (bytes == 0) {
      throw new IllegalArgumentException(
          subject + " must be at least 1 byte: write a size such as 64MB, 512KB or 1GB");
    }
    return bytes;
  }

  /** Returns the size in this grammar, in the biggest unit that needs no fraction. */
  public static String format(long bytes) {
    int unit = 0;
    long count = bytes;
    while (count != 0 && count % 1024 == 0 && unit < UNITS.length - 1) {
      count /= 1024;
      unit++;
    }
    return count + UNITS[unit];
  }

  private static long unit(@Nullable String unit) {
    if (unit == null) {
      return 1;
    }
    return switch (unit) {
      case "KB" -> 1L << 10;
      case "MB" -> 1L << 20;
      case "GB" -> 1L << 30;
      default -> 1;
    };
  }
}
