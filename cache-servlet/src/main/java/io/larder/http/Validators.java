package io.larder.http;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stored response can be recognised by (RFC 9110, 8.8), worked out once when it is stored.
 *
 * @param etag its {@code ETag} as it is sent, or null
 * @param lastModified its {@code Last-Modified} as it is sent if that is a valid date, or null
 * @param lastModifiedTime the same as a time, or null
 */
public record Validators(
    @Nullable String etag, @Nullable String lastModified, @Nullable Instant lastModifiedTime) {

  /**
   * The validators among the fields of a stored response.
   *
   * @param now the time of storing
   */
  public static Validators of(HttpFields stored, Instant now) {
    String text = stored.first(FieldNames.LAST_MODIFIED);
    Optional<Instant> time = text == null ? Optional.empty() : HttpDate.parse(text, now);
    return new Validators(
        stored.first(FieldNames.ETAG), time.isPresent() ? text : null, time.orElse(null));
  }
}
