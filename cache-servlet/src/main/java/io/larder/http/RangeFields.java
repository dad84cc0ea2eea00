package io.larder.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of answers to requests with {@code Range}, made of those that are stored, and the
 * fields that are stored of such answers (RFC 9110, 15.3.7 and 15.5.17; RFC 9111, 3.4).
 *
 * <p>All of what is stored is repeated, since whoever gets a part may have nothing else of it, but
 * for digests of the content that was sent with it (RFC 9530, 2). {@code Age} and {@code
 * Cache-Status} are the caller's to add.
 */
public final class RangeFields {
  /** The digests of a message's content: those of the whole are not those of a part. */
  private static final List<String> OF_CONTENT = List.of("Content-Digest", "Content-MD5");

  private RangeFields() {}

  /**
   * Whether the fields of a 206 say which part it is (RFC 9110, 15.3.7): in one {@code
   * Content-Range} that its {@code Content-Length} does not contradict, or that it has several.
   */
  public static boolean tellWhich(HttpFields partial) {
    if (!partial.contains(FieldNames.CONTENT_RANGE)) {
      String type = partial.first(FieldNames.CONTENT_TYPE);
      return type != null && MultipartParts.isMultipart(type);
    }
    ByteRange range = ContentRange.of(partial).map(ContentRange::range).orElse(null);
    return range != null && StoreRules.isComplete(partial, range.length());
  }

  /**
   * Those of a 206 with one range (15.3.7.1).
   *
   * @param total the length of the representation in bytes, or null if nobody knows it
   */
  public static HttpFields single(HttpFields stored, ByteRange range, @Nullable Long total) {
    return stored.retain(RangeFields::isRepeated).toBuilder()
        .set(FieldNames.CONTENT_RANGE, new ContentRange(range, total).value())
        .set(FieldNames.CONTENT_LENGTH, Long.toString(range.length()))
        .build();
  }

  /** Those of a 206 with several ranges, which has no {@code Content-Range} (15.3.7.2). */
  public static HttpFields several(HttpFields stored, MultipartRanges ranges) {
    return stored.retain(RangeFields::isRepeated).toBuilder()
        .set(FieldNames.CONTENT_TYPE, ranges.contentType())
        .set(FieldNames.CONTENT_LENGTH, Long.toString(ranges.length()))
        .build();
  }

  /**
   * Whether a stored field of that name is among those of a 206; its type is another one where
   * there are several ranges. Allocates nothing.
   */
  public static boolean isRepeated(String name) {
    return !isOfContent(name)
        && !name.equalsIgnoreCase(FieldNames.CONTENT_RANGE)
        && !name.equalsIgnoreCase(FieldNames.CONTENT_LENGTH);
  }

  /** Whether the field is a digest of the very content that its message carries. */
  public static boolean isOfContent(String name) {
    for (int i = 0; i < OF_CONTENT.size(); i++) {
      if (OF_CONTENT.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Those of a 416 without content: what tells of the response itself but not how long it is fresh,
   * and how many bytes it has (15.5.17).
   */
  public static HttpFields unsatisfied(HttpFields stored, long total) {
    return FieldRules.refused(stored).toBuilder()
        .set(FieldNames.CONTENT_RANGE, ContentRange.unsatisfied(total).value())
        .set(FieldNames.CONTENT_LENGTH, "0")
        .build();
  }

  /**
   * Those of a 206, or of a 200 that was cut short, as the ones of the whole of which it is a part
   * (RFC 9111, 3.3): without range, length and digests of the part, and with the type of the parts
   * if there are several.
   *
   * @param partType the type within {@code multipart/byteranges}; null if it is none or has none
   */
  public static HttpFields ofWhole(HttpFields partial, @Nullable String partType) {
    HttpFields kept = partial.retain(RangeFields::isRepeated);
    String type = kept.first(FieldNames.CONTENT_TYPE);
    if (type == null || !MultipartParts.isMultipart(type)) {
      return kept;
    }
    return partType == null
        ? kept.retain(name -> !name.equalsIgnoreCase(FieldNames.CONTENT_TYPE))
        : kept.toBuilder().set(FieldNames.CONTENT_TYPE, partType).build();
  }
}
