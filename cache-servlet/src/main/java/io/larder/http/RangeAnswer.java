package io.larder.http;

import java.util.List;

/**
 * What a GET with {@code Range} gets of a representation whose length is known (RFC 9110, 14.2).
 */
public sealed interface RangeAnswer {

  /** All of it, as if there were no {@code Range}: a 200. */
  record Whole() implements RangeAnswer {}

  /**
   * A 206 with {@code Content-Range} (15.3.7.1).
   *
   * @param range what is sent
   */
  record Single(ByteRange range) implements RangeAnswer {}

  /**
   * A 206 of {@code multipart/byteranges} (15.3.7.2), as {@link MultipartRanges} writes it.
   *
   * @param ranges two or more that do not touch, in the order in which the client asked for them
   */
  record Several(List<ByteRange> ranges) implements RangeAnswer {
    /** Keeps a copy. */
    public Several {
      ranges = List.copyOf(ranges);
    }
  }

  /** A 416 with {@link ContentRange#unsatisfied} and no content (15.5.17). */
  record Unsatisfiable() implements RangeAnswer {}
}
