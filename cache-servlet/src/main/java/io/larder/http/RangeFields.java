package io.larder.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of answers to requests with {@code Range}, made of those that are stored, and the
 * fields that are stored of such answers (RFC 9110, 15.3.7 and 15.5.17; RFC 9111, 3.4).
 *
 * <p>All of what is stored is repeated: whoever gets a part may have nothing else of it. {@code
 * Age} and {@code Cache-Status} are the caller's to add.
 */
public final class RangeFields {
  private RangeFields() {}

  /**
   * Those of a 206 with one range (15.3.7.1).
   *
   * @param total the length of the representation in bytes, or null if nobody knows it
   */
  public static HttpFields single(HttpFields stored, ByteRange range, @Nullable Long total) {
    return stored.toBuilder()
        .set(FieldNames.CONTENT_RANGE, new ContentRange(range, total).value())
        .set(FieldNames.CONTENT_LENGTH, Long.toString(range.length()))
        .build();
  }

  /** Those of a 206 with several ranges, which has no {@code Content-Range} (15.3.7.2). */
  public static HttpFields several(HttpFields stored, MultipartRanges ranges) {
    return without(stored, List.of(FieldNames.CONTENT_RANGE)).toBuilder()
        .set(FieldNames.CONTENT_TYPE, ranges.contentType())
        .set(FieldNames.CONTENT_LENGTH, Long.toString(ranges.length()))
        .build();
  }

  /**
   * Those of a 416 without content: what tells of the response itself, and how long it is
   * (15.5.17).
   */
  public static HttpFields unsatisfied(HttpFields stored, long total) {
    return FieldRules.notModified(stored).toBuilder()
        .set(FieldNames.CONTENT_RANGE, ContentRange.unsatisfied(total).value())
        .set(FieldNames.CONTENT_LENGTH, "0")
        .build();
  }

  /**
   * Those of a 206, or of a 200 that was cut short, as the ones of the whole of which it is a part
   * (RFC 9111, 3.3): without range and length, and with the type of the parts if there are several.
   *
   * @param partType the type within {@code multipart/byteranges}; null if it is none or has none
   */
  public static HttpFields ofWhole(HttpFields partial, @Nullable String partType) {
    HttpFields kept =
        without(partial, List.of(FieldNames.CONTENT_RANGE, FieldNames.CONTENT_LENGTH));
    String type = kept.first(FieldNames.CONTENT_TYPE);
    if (type == null || !MultipartParts.isMultipart(type)) {
      return kept;
    }
    return partType == null
        ? without(kept, List.of(FieldNames.CONTENT_TYPE))
        : kept.toBuilder().set(FieldNames.CONTENT_TYPE, partType).build();
  }

  private static HttpFields without(HttpFields fields, List<String> names) {
    return fields.retain(name -> names.stream().noneMatch(name::equalsIgnoreCase));
  }
}
