package io.larder.servlet;

import java.util.Arrays;

/**
 * The bytes of one body, in an array that doubles up to the length that was announced, so that a
 * body of a known length is held without a copy.
 */
final class BodyBuffer implements WholeBody {
  private static final byte[] NONE = {};
  private static final int SMALLEST = 512;

  private byte[] bytes = NONE;
  private int start;
  private int size;
  private boolean lent;

  /** The number of bytes held. */
  @Override
  public int size() {
    return size;
  }

  /** The array that holds them, from {@link #start()} on; valid until the next change. */
  byte[] array() {
    return bytes;
  }

  int start() {
    return start;
  }

  /**
   * Holds bytes without a copy if there are none yet: until {@link #own}, which is to be called
   * before their array can change.
   */
  void lend(byte[] source, int offset, int length) {
    bytes = source;
    start = offset;
    size = length;
    lent = true;
  }

  /** Copies what was lent. */
  void own() {
    if (lent) {
      bytes = Arrays.copyOfRange(bytes, start, start + size);
      start = 0;
      lent = false;
    }
  }

  /**
   * Adds bytes.
   *
   * @param expected how long the body will be, or less than that if nobody said
   */
  void append(byte[] source, int offset, int length, long expected) {
    own();
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, capacityWith(length, expected));
    }
    System.arraycopy(source, offset, bytes, size, length);
    size = needed;
  }

  /** How long the array is with so many bytes more, to be added as {@link #append} adds them. */
  int capacityWith(int length, long expected) {
    long needed = (long) size + length;
    if (needed <= bytes.length) {
      return bytes.length;
    }
    long wanted = Math.max(Math.max(2L * bytes.length, SMALLEST), needed);
    if (expected >= needed) {
      // Announced lengths are claims: memory is taken as bytes come, and never beyond the claim.
      wanted = Math.min(wanted, expected);
    }
    return (int) Math.min(wanted, Integer.MAX_VALUE - 8);
  }

  @Override
  public byte[] bytes() {
    own();
    if (bytes.length != size) {
      bytes = Arrays.copyOf(bytes, size);
    }
    return bytes;
  }

  /** Drops the bytes and keeps the array for others. */
  void clear() {
    own();
    size = 0;
  }

  /** Drops the bytes and the array. */
  void free() {
    bytes = NONE;
    start = 0;
    size = 0;
    lent = false;
  }
}
