package io.larder.http;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a client needs the body of a stored response or has it already (RFC 9110, 13).
 *
 * <p>For GET and HEAD, and for stored responses with status 200 (13.2.1). {@code If-Match} and
 * {@code If-Unmodified-Since} are the handler's affair: a cache may ignore them (13.1.1, 13.1.4).
 */
public final class Preconditions {

  /** What is sent. */
  public enum Outcome {
    /** The stored response as it is. */
    SERVE,
    /** A 304 with the fields of {@link FieldRules#notModified}. */
    NOT_MODIFIED
  }

  private Preconditions() {}

  /**
   * The outcome for a request. Parses nothing if the client sends back one validator exactly as it
   * was sent, and nothing either if it sends none.
   */
  public static Outcome evaluate(RequestHead request, Validators stored) {
    HttpFields fields = request.fields();
    String tags = fields.first(FieldNames.IF_NONE_MATCH);
    String since = tags != null ? null : fields.first(FieldNames.IF_MODIFIED_SINCE);
    if ((tags == null && since == null) || !isGetOrHead(request.method())) {
      return Outcome.SERVE;
    }
    // 13.1.3: with If-None-Match there, If-Modified-Since does not count.
    boolean hasIt =
        tags != null
            ? matchesAny(tags, fields, stored.etag())
            : isUnmodified(since, fields, stored);
    return hasIt ? Outcome.NOT_MODIFIED : Outcome.SERVE;
  }

  /** 13.1.2. */
  private static boolean matchesAny(String first, HttpFields fields, @Nullable String etag) {
    if (first.equals(etag)) {
      return true;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase(FieldNames.IF_NONE_MATCH)) {
        String line = fields.value(i).strip();
        // A star is about any representation there is, and one is stored.
        if (line.equals("*") || (etag != null && EntityTags.listMatches(line, etag))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * 13.1.3. RFC 9111 4.3.2 would also compare with {@code Date} where there is no {@code
   * Last-Modified}. Not here: of two responses made within one second the older one would pass for
   * the newer.
   */
  private static boolean isUnmodified(
      @Nullable String since, HttpFields fields, Validators stored) {
    Instant modified = stored.lastModifiedTime();
    if (since == null || modified == null || isRepeated(fields)) {
      return false;
    }
    if (since.equals(stored.lastModified())) {
      return true;
    }
    // A year of two digits is one within 50 years of the date that it is compared with.
    Optional<Instant> time = HttpDate.parse(since.strip(), modified);
    return time.isPresent() && !modified.isAfter(time.get());
  }

  /** 13.1.3: with more than one member it does not count. */
  private static boolean isRepeated(HttpFields fields) {
    int lines = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase(FieldNames.IF_MODIFIED_SINCE)) {
        lines++;
      }
    }
    return lines > 1;
  }

  private static boolean isGetOrHead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }
}
