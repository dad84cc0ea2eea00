package io.larder.cache.coding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content codings that can be used here: gzip, and {@code br} and {@code zstd} where brotli4j
 * and zstd-jni are on the class path and run on this machine. That is found out once, when one of
 * them is first asked for.
 */
public final class ContentCodings {

  private static final ContentCoding GZIP = new GzipCoding();

  private ContentCodings() {}

  /** The coding of that name, in lower case; null if there is none, or its library is missing. */
  public static @Nullable ContentCoding find(String token) {
    return switch (token) {
      case "gzip" -> GZIP;
      case "br" -> Brotli.USABLE;
      case "zstd" -> Zstandard.USABLE;
      default -> null;
    };
  }

  private static final class Brotli {
    static final @Nullable ContentCoding USABLE = tried(() -> new BrotliCoding());
  }

  private static final class Zstandard {
    static final @Nullable ContentCoding USABLE = tried(() -> new ZstdCoding());
  }

  /**
   * What is handed over loads the class that needs the library only when it is asked, here: a
   * reference to a constructor would do so where it is written. A library may be there without what
   * it needs of the machine, too, which only its use shows.
   */
  private static @Nullable ContentCoding tried(Supplier<ContentCoding> library) {
    byte[] sample = {'L', 'a', 'r', 'd', 'e', 'r'};
    try {
      ContentCoding coding = library.get();
      byte[] encoded = coding.encode(sample, 0, sample.length);
      try (InputStream in = coding.decoder(new ByteArrayInputStream(encoded))) {
        return Arrays.equals(in.readAllBytes(), sample) ? coding : null;
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      return null;
    }
  }
}
