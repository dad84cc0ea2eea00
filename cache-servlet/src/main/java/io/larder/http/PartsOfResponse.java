package io.larder.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a representation a response carries (RFC 9110, 14.4 and 15.3.7).
 *
 * @param total the length of the representation in bytes, or null if it does not say
 */
record PartsOfResponse(@Nullable Long total, List<StoredParts.Stretch> stretches) {

  /** What has arrived; empty if that cannot be told. */
  static Optional<PartsOfResponse> of(ResponseHead response, byte[] body) {
    return switch (response.status()) {
      case 200 -> ofWhole(response.fields(), body);
      case 206 ->
          response.fields().contains(FieldNames.CONTENT_RANGE)
              ? ofRange(response.fields(), body)
              : ofSeveral(response.fields(), body);
      default -> Optional.empty();
    };
  }

  /** The beginning of a 200. */
  private static Optional<PartsOfResponse> ofWhole(HttpFields fields, byte[] body) {
    Long total = null;
    for (String length : FieldLists.members(fields, FieldNames.CONTENT_LENGTH)) {
      boolean number = Numbers.areDigits(length, 0, length.length());
      long announced = number ? Numbers.saturated(length) : -1;
      if (!number || (total != null && total != announced)) {
        return Optional.empty();
      }
      total = announced;
    }
    return Optional.of(new PartsOfResponse(total, List.of(stretch(0, body))));
  }

  private static Optional<PartsOfResponse> ofRange(HttpFields fields, byte[] body) {
    ContentRange content = ContentRange.of(fields).orElse(null);
    ByteRange range = content == null ? null : content.range();
    if (content == null || range == null || body.length > range.length()) {
      return Optional.empty();
    }
    return Optional.of(new PartsOfResponse(content.total(), List.of(stretch(range.first(), body))));
  }

  private static Optional<PartsOfResponse> ofSeveral(HttpFields fields, byte[] body) {
    String type = fields.first(FieldNames.CONTENT_TYPE);
    List<MultipartParts.Part> parts =
        type == null ? List.of() : MultipartParts.read(type, body).orElse(List.of());
    List<StoredParts.Stretch> stretches = new ArrayList<>(parts.size());
    Long total = null;
    for (MultipartParts.Part part : parts) {
      ByteRange range = part.range().range();
      if (range != null) {
        ByteBuffer bytes = ByteBuffer.wrap(body).slice(part.offset(), (int) range.length());
        stretches.add(new StoredParts.Stretch(range, bytes));
        total = part.range().total();
      }
    }
    return stretches.isEmpty()
        ? Optional.empty()
        : Optional.of(new PartsOfResponse(total, stretches));
  }

  private static StoredParts.Stretch stretch(long first, byte[] body) {
    ByteRange range = new ByteRange(first, first + body.length - 1);
    return new StoredParts.Stretch(range, ByteBuffer.wrap(body));
  }
}
