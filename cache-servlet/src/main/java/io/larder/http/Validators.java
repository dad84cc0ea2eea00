package io.larder.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a stored response can be recognised by (RFC 9110, 8.8), worked out once when it is stored.
 *
 * @param etag its {@code ETag} as it is sent, or null
 * @param lastModified its {@code Last-Modified} as it is sent if that is a valid date, or null
 * @param lastModifiedTime the same as a time, or null
 * @param date its {@code Date} as a time if that is a valid date, or null
 */
public record Validators(
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable Instant lastModifiedTime,
    @Nullable Instant date) {

  /**
   * The validators among the fields of a stored response.
   *
   * @param now the time of storing
   */
  public static Validators of(HttpFields stored, Instant now) {
    return of(
        stored.first(FieldNames.ETAG),
        stored.first(FieldNames.LAST_MODIFIED),
        stored.first(FieldNames.DATE),
        now);
  }

  /**
   * The same, of the first values of these fields as they were sent, or null where there is none.
   *
   * @param now the time of storing
   */
  public static Validators of(
      @Nullable String etag, @Nullable String lastModified, @Nullable String date, Instant now) {
    Instant time = time(lastModified, now);
    return new Validators(etag, time == null ? null : lastModified, time, time(date, now));
  }

  /** A tag alone, or nothing: for requests that compare no date. */
  public static Validators ofTag(@Nullable String etag) {
    return new Validators(etag, null, null, null);
  }

  /** Whether the tag says that two contents are the same byte for byte (RFC 9110, 8.8.1). */
  public boolean hasStrongTag() {
    return EntityTags.isStrong(etag);
  }

  /**
   * Whether {@code Last-Modified} is a strong validator: the response was made a second or more
   * after the last change, so no second change can hide behind the same time (RFC 9110, 8.8.2.2).
   */
  public boolean hasStrongDate() {
    return lastModifiedTime != null
        && date != null
        && !date.isBefore(lastModifiedTime.plusSeconds(1));
  }

  /**
   * What tells that two contents are the same byte for byte: the tag, or the date where there is no
   * tag; null if that is not a strong one.
   */
  public @Nullable String strong() {
    if (etag != null) {
      return hasStrongTag() ? etag : null;
    }
    return hasStrongDate() ? lastModified : null;
  }

  private static @Nullable Instant time(@Nullable String text, Instant now) {
    return text == null ? null : HttpDate.parse(text, now).orElse(null);
  }
}
