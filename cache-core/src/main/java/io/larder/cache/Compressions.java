package io.larder.cache;

import io.larder.cache.codec.Compression;
import io.larder.cache.codec.Compression.Format;
import java.util.Locale;

/**
 * The one grammar of compression in settings: a size from which on ({@code 1KB}), a format ({@code
 * deflate}, {@code zstd}), both ({@code zstd,4KB}), {@code true} or {@code false}.
 */
final class Compressions {

  private Compressions() {}

  /**
   * Reads the text of a setting.
   *
   * @throws IllegalArgumentException if it is wrong or its library is missing, with a sentence that
   *     names it
   */
  static Compression parse(String setting, String text) {
    if (text.equals("false")) {
      return Compression.NONE;
    }
    if (text.matches("[0-9].*")) {
      return Compression.deflate().from(Sizes.parse(setting, text));
    }
    int comma = text.indexOf(',');
    Compression format =
        switch (comma < 0 ? text : text.substring(0, comma)) {
          case "true", "deflate" -> Compression.deflate();
          case "zstd" -> Compression.zstd();
          default ->
              throw new IllegalArgumentException(
                  setting
                      + " '"
                      + Texts.head(text)
                      + "' is neither a size nor a format: write it as in compress=1KB,"
                      + " compress=zstd or compress=zstd,4KB");
        };
    return comma < 0 ? format : format.from(Sizes.parse(setting, text.substring(comma + 1)));
  }

  /** Returns the text that {@link #parse} reads as the same. */
  static String format(Compression compression) {
    return compression.format() == Format.NONE
        ? "false"
        : compression.format().name().toLowerCase(Locale.ROOT)
            + ","
            + Sizes.format(compression.threshold());
  }
}
