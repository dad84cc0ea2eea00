package io.larder.http;

/**
 * Some bytes of a representation that lie together: from the one at {@code first} to the one at
 * {@code last}, both counted from zero and both included (RFC 9110, 14.1.2). Never empty.
 *
 * @param first where it begins
 * @param last the last byte that belongs to it
 */
public record ByteRange(long first, long last) {

  /**
   * Refuses what is no range.
   *
   * @throws IllegalArgumentException if it begins before zero, ends before it begins, or is longer
   *     than a number can say
   */
  public ByteRange {
    if (first < 0 || last < first || last == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A range of bytes goes from 0 or later to the same byte or a later one, not from "
              + first
              + " to "
              + last);
    }
  }

  /** The number of bytes. */
  public long length() {
    return last - first + 1;
  }

  /** Whether all of the other's bytes are in this one. */
  public boolean covers(ByteRange other) {
    return first <= other.first && other.last <= last;
  }

  /** Whether the two have a byte in common or lie side by side, so that they make one range. */
  public boolean touches(ByteRange other) {
    return first <= other.last + 1 && other.first <= last + 1;
  }

  /** The range from where the first of both begins to where the last of both ends. */
  ByteRange span(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }
}
