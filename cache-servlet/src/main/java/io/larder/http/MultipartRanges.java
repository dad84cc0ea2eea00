package io.larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a 206 with several ranges (RFC 9110, 14.6 and 15.3.7.2), without the bytes of the
 * ranges themselves: its length, and what stands before each of them and at the end. So it can be
 * written piece by piece.
 *
 * <p>A body is, for each range, {@link #head} and the bytes, and then {@link #tail}.
 */
public final class MultipartRanges {
  private static final String BOUNDARY_MARKS = "'()+_,-./:=?";

  private final List<ByteRange> ranges;
  private final long total;
  private final @Nullable String contentType;
  private final String boundary;

  private MultipartRanges(
      List<ByteRange> ranges, long total, @Nullable String contentType, String boundary) {
    this.ranges = ranges;
    this.total = total;
    this.contentType = contentType;
    this.boundary = boundary;
  }

  /**
   * The content for some ranges.
   *
   * @param total the length of the representation in bytes
   * @param contentType its {@code Content-Type}, which each part repeats; null if it has none, and
   *     left out if it has characters that would end the line
   * @param boundary what separates the parts, and occurs in none: a random text
   * @throws IllegalArgumentException if a range does not lie within the representation, or the
   *     boundary is not 1 to 70 letters, digits or {@code '()+_,-./:=?} (RFC 2046, 5.1.1)
   */
  public static MultipartRanges of(
      List<ByteRange> ranges, long total, @Nullable String contentType, String boundary) {
    for (ByteRange range : ranges) {
      if (range.last() >= total) {
        throw new IllegalArgumentException(range + " does not lie within " + total + " bytes");
      }
    }
    if (boundary.isEmpty() || boundary.length() > 70 || !isBoundary(boundary)) {
      throw new IllegalArgumentException(
          "A boundary has 1 to 70 letters, digits or " + BOUNDARY_MARKS + ", not: " + boundary);
    }
    String type = contentType != null && endsNoLine(contentType) ? contentType : null;
    return new MultipartRanges(List.copyOf(ranges), total, type, boundary);
  }

  /** The {@code Content-Type} of the 206. */
  public String contentType() {
    return "multipart/byteranges; boundary=\"" + boundary + '"';
  }

  /** The length of the whole content in bytes. */
  public long length() {
    long length = tail().length;
    for (int i = 0; i < ranges.size(); i++) {
      length += head(i).length + ranges.get(i).length();
    }
    return length;
  }

  /** The ranges, in the order in which they are written; unmodifiable. */
  public List<ByteRange> ranges() {
    return ranges;
  }

  /**
   * What stands before the bytes of a range.
   *
   * @throws IndexOutOfBoundsException if there is no such range
   */
  public byte[] head(int index) {
    ContentRange range = ContentRange.of(ranges.get(index), total);
    return ((index == 0 ? "--" : "\r\n--")
            + boundary
            + (contentType == null ? "" : "\r\nContent-Type: " + contentType)
            + "\r\nContent-Range: "
            + range.value()
            + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /** What stands behind the bytes of the last range. */
  public byte[] tail() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(ISO_8859_1);
  }

  private static boolean endsNoLine(String value) {
    return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 256));
  }

  private static boolean isBoundary(String boundary) {
    return boundary
        .chars()
        .allMatch(
            c ->
                StructuredDictionary.isLetter((char) c)
                    || (c >= '0' && c <= '9')
                    || BOUNDARY_MARKS.indexOf(c) >= 0);
  }
}
