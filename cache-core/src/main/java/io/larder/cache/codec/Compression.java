package io.larder.cache.codec;

import java.util.Objects;

/**
 * How a codec compresses: in which format, and from which size on; see {@link Codec#compressed}.
 *
 * @param format how
 * @param threshold the bytes that a value has at least to be compressed, from 1 to 512 MiB
 */
public record Compression(Format format, long threshold) {

  /** Nothing is compressed; what was is read all the same. */
  public static final Compression NONE = new Compression(Format.NONE, Frame.MOST_BYTES);

  private static final long THRESHOLD = 1 << 10;

  /** The ways to compress. */
  public enum Format {
    /** Not at all. */
    NONE,

    /**
     * The JDK's own, in the format zlib (RFC 1950): its checksum costs four bytes and next to no
     * time, and tells of damage where the store has none of its own.
     */
    DEFLATE,

    /**
     * Zstandard (RFC 8878) with its checksum, which is quicker to read: by {@code
     * com.github.luben:zstd-jni}, an optional dependency. Where that is missing, what others have
     * compressed with it cannot be read, which is a miss.
     */
    ZSTD
  }

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if the threshold is out of range, or zstd is asked for and its
   *     library is missing, with a sentence that names what to do
   */
  public Compression {
    Objects.requireNonNull(format, "format");
    if (threshold < 1 || threshold > Frame.MOST_BYTES) {
      throw new IllegalArgumentException(
          "compress is from " + threshold + " bytes on: it must be from 1 byte to 512 MiB");
    }
    if (format == Format.ZSTD && Frame.packing(Frame.ZSTD) == null) {
      throw new IllegalArgumentException(
          "compress is zstd, which needs com.github.luben:zstd-jni with its native part: add it to"
              + " the class path, or say deflate");
    }
  }

  /** Returns compression by what every JDK has, from 1 KB on. */
  public static Compression deflate() {
    return new Compression(Format.DEFLATE, THRESHOLD);
  }

  /**
   * Returns compression by Zstandard, from 1 KB on.
   *
   * @throws IllegalArgumentException if {@code com.github.luben:zstd-jni} is not on the class path
   */
  public static Compression zstd() {
    return new Compression(Format.ZSTD, THRESHOLD);
  }

  /**
   * Returns the same from another size on.
   *
   * @param bytes from 1 to 512 MiB
   * @throws IllegalArgumentException if it is out of range
   */
  public Compression from(long bytes) {
    return new Compression(format, bytes);
  }
}
