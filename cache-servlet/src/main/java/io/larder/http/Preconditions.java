package io.larder.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a client gets a stored response, has it already, or has asked for another one (RFC
 * 9110, 13, in the order of 13.2.2; RFC 9111, 4.3.2).
 *
 * <p>For GET and HEAD; a cache answers nothing else. {@code If-Range} comes last and only decides
 * about {@code Range}: {@link #rangeApplies}. A date that is none, or that is sent twice, does not
 * count (13.1.3, 13.1.4); a year of two digits is one within 50 years of the date that it is
 * compared with.
 */
public final class Preconditions {

  /** What is sent. */
  public enum Outcome {
    /** The stored response as it is, or a part of it. */
    SERVE,
    /** A 304 with the fields of {@link FieldRules#notModified}. */
    NOT_MODIFIED,
    /** A 412: the client wants the response only if it is another one than this. */
    PRECONDITION_FAILED
  }

  /** For whom the cache speaks. */
  public enum Role {
    /**
     * For the origin server that it is part of: {@code If-Match} and {@code If-Unmodified-Since}
     * count. What has no {@code Last-Modified} has no date to compare with (RFC 9110, 13.1.3).
     */
    ORIGIN,
    /**
     * For itself, between a client and an origin server. {@code If-Match} and {@code
     * If-Unmodified-Since} are not applicable to it, and it must not evaluate them; {@code
     * If-Modified-Since} is compared with {@code Date} where there is no {@code Last-Modified} (RFC
     * 9111, 4.3.2).
     */
    INTERMEDIARY
  }

  private Preconditions() {}

  /** {@link #evaluate(RequestHead, int, Validators, Role)} for a stored 200 of the origin's own. */
  public static Outcome evaluate(RequestHead request, Validators stored) {
    return evaluate(request, 200, stored, Role.ORIGIN);
  }

  /**
   * The outcome for a request. Parses nothing if the client sends back one validator exactly as it
   * was sent, and nothing either if it sends none.
   *
   * @param status the stored one: only a 200 is judged, everything else is served as it is (RFC
   *     9110, 13.2.1; RFC 9111, 4.3.2)
   */
  public static Outcome evaluate(RequestHead request, int status, Validators stored, Role role) {
    if (status != 200 || request.fields().size() == 0 || !isSelecting(request.method())) {
      return Outcome.SERVE;
    }
    HttpFields fields = request.fields();
    if (role == Role.ORIGIN && !isTheOneWanted(fields, stored)) {
      return Outcome.PRECONDITION_FAILED;
    }
    // 13.1.3: with If-None-Match there, If-Modified-Since does not count.
    String tags = fields.first(FieldNames.IF_NONE_MATCH);
    boolean hasIt =
        tags != null
            ? matches(tags, fields, FieldNames.IF_NONE_MATCH, stored.etag(), false)
            : isUnmodified(fields, stored, role);
    return hasIt ? Outcome.NOT_MODIFIED : Outcome.SERVE;
  }

  /**
   * Whether a request has a condition that only its origin server can judge. A cache that is an
   * {@link Role#INTERMEDIARY} may answer as if it were not there, or pass the request on.
   */
  public static boolean concernsOrigin(HttpFields request) {
    return request.contains(FieldNames.IF_MATCH)
        || request.contains(FieldNames.IF_UNMODIFIED_SINCE);
  }

  /**
   * Whether a date of the stored response decides about the request. If not, {@link
   * Validators#ofTag} tells {@link #evaluate} and {@link #rangeApplies} all that they ask for.
   */
  public static boolean comparesDates(HttpFields request) {
    if (request.contains(FieldNames.IF_UNMODIFIED_SINCE)
        && !request.contains(FieldNames.IF_MATCH)) {
      return true;
    }
    if (request.contains(FieldNames.IF_MODIFIED_SINCE)
        && !request.contains(FieldNames.IF_NONE_MATCH)) {
      return true;
    }
    String only = request.first(FieldNames.IF_RANGE);
    return only != null && !only.strip().startsWith("\"");
  }

  /**
   * Whether the {@code Range} of a request counts, once it is to be served: it is a GET (RFC 9110,
   * 14.2) or a QUERY (RFC 10008, 2.8), and {@code If-Range}, if there is one, names exactly this
   * representation by a validator that is strong (13.1.5). What is neither a tag nor a date, or is
   * sent twice, names nothing.
   */
  public static boolean rangeApplies(RequestHead request, Validators stored) {
    HttpFields fields = request.fields();
    if (!fields.contains(FieldNames.RANGE) || !CachedMethods.isLikeGet(request.method())) {
      return false;
    }
    String only = fields.first(FieldNames.IF_RANGE);
    if (only == null) {
      return true;
    }
    if (lines(fields, FieldNames.IF_RANGE) > 1) {
      return false;
    }
    String validator = only.strip();
    if (validator.startsWith("\"")) {
      return stored.hasStrongTag() && validator.equals(stored.etag());
    }
    String date = stored.lastModified();
    return date != null && validator.equals(date.strip()) && stored.hasStrongDate();
  }

  /** 13.2.2, steps 1 and 2. */
  private static boolean isTheOneWanted(HttpFields fields, Validators stored) {
    String tags = fields.first(FieldNames.IF_MATCH);
    if (tags != null) {
      return matches(tags, fields, FieldNames.IF_MATCH, stored.etag(), true);
    }
    String since = fields.first(FieldNames.IF_UNMODIFIED_SINCE);
    Instant modified = stored.lastModifiedTime();
    if (since == null || modified == null || lines(fields, FieldNames.IF_UNMODIFIED_SINCE) > 1) {
      return true; // 13.1.4: not to be judged
    }
    Instant time = HttpDate.parse(since.strip(), modified).orElse(null);
    return time == null || !modified.isAfter(time);
  }

  /** 13.1.1 with strong comparison, 13.1.2 with weak. */
  private static boolean matches(
      String first, HttpFields fields, String name, @Nullable String etag, boolean strongly) {
    if (!strongly && first.equals(etag)) {
      return true;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase(name)) {
        String line = fields.value(i).strip();
        // A star is about any representation there is, and one is stored.
        if (line.equals("*") || (etag != null && hasTag(line, etag, strongly))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasTag(String line, String etag, boolean strongly) {
    return strongly
        ? EntityTags.listMatchesStrongly(line, etag)
        : EntityTags.listMatches(line, etag);
  }

  /** 13.1.3. */
  private static boolean isUnmodified(HttpFields fields, Validators stored, Role role) {
    String since = fields.first(FieldNames.IF_MODIFIED_SINCE);
    if (since == null || lines(fields, FieldNames.IF_MODIFIED_SINCE) > 1) {
      return false;
    }
    Instant modified = stored.lastModifiedTime();
    if (modified == null && role == Role.INTERMEDIARY) {
      modified = stored.date(); // RFC 9111 4.3.2
    }
    if (modified == null) {
      return false;
    }
    if (since.equals(stored.lastModified())) {
      return true;
    }
    Instant time = HttpDate.parse(since.strip(), modified).orElse(null);
    return time != null && !modified.isAfter(time);
  }

  private static int lines(HttpFields fields, String name) {
    int lines = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).equalsIgnoreCase(name)) {
        lines++;
      }
    }
    return lines;
  }

  private static boolean isSelecting(String method) {
    return CachedMethods.isLikeGet(method) || method.equals("HEAD");
  }
}
