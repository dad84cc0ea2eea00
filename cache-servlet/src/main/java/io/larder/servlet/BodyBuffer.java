package io.larder.servlet;

import java.util.Arrays;

/**
 * The bytes of one body, in an array that doubles up to the length that was announced, so that a
 * body of a known length is held without a copy.
 */
final class BodyBuffer {
  private static final byte[] NONE = {};
  private static final int SMALLEST = 512;

  private byte[] bytes = NONE;
  private int size;

  /** The number of bytes held. */
  int size() {
    return size;
  }

  /** The array that holds them, from its start on; valid until the next change. */
  byte[] array() {
    return bytes;
  }

  /**
   * Adds bytes.
   *
   * @param expected how long the body will be, or less than that if nobody said
   */
  void append(byte[] source, int offset, int length, long expected) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      long wanted = Math.max(Math.max(2L * bytes.length, SMALLEST), needed);
      if (expected >= needed) {
        // Announced lengths are claims: memory is taken as bytes come, and never beyond the claim.
        wanted = Math.min(wanted, expected);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    System.arraycopy(source, offset, bytes, size, length);
    size = needed;
  }

  /** Returns the bytes in an array of their length, which from now on nobody may change. */
  byte[] toArray() {
    if (bytes.length != size) {
      bytes = Arrays.copyOf(bytes, size);
    }
    return bytes;
  }

  /** Drops the bytes and keeps the array for others. */
  void clear() {
    size = 0;
  }

  /** Drops the bytes and the array. */
  void free() {
    bytes = NONE;
    size = 0;
  }
}
