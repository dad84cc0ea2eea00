package io.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says which fields of a response are stored, and which of the stored ones a 304 carries. */
public final class FieldRules {
  /**
   * What is about one connection, one proxy or this cache alone. {@code Age} is worked out anew for
   * each hit; what it was on arrival is in {@link Lifetime#initialAge}. {@code Cache-Status} is
   * kept: what caches before this one said remains true (RFC 9211, 2).
   */
  private static final Set<String> NOT_STORED =
      caseless(
          FieldNames.CONNECTION,
          "Keep-Alive",
          "Proxy-Connection",
          "TE",
          FieldNames.TRAILER,
          FieldNames.TRANSFER_ENCODING,
          FieldNames.UPGRADE,
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Authorization",
          FieldNames.AGE,
          FieldNames.LARDER_CACHE_CONTROL);

  /** What describes the content that a 304 does not have (RFC 9110, 8). */
  private static final Set<String> ABOUT_CONTENT =
      caseless(
          FieldNames.CONTENT_ENCODING,
          "Content-Language",
          FieldNames.CONTENT_LENGTH,
          FieldNames.CONTENT_RANGE,
          FieldNames.CONTENT_TYPE,
          "Content-Digest",
          "Content-MD5",
          "Repr-Digest",
          "Digest");

  private FieldRules() {}

  /**
   * The fields that are stored (RFC 9111, 3.1). To be asked before the cache adds fields of its
   * own, its {@code Cache-Status} above all.
   */
  public static HttpFields storable(HttpFields response) {
    // RFC 9110 7.6.1: what Connection names is about the connection.
    Set<String> named = caseless();
    named.addAll(FieldLists.members(response, FieldNames.CONNECTION));
    return response.retain(name -> !NOT_STORED.contains(name) && !named.contains(name));
  }

  /**
   * The fields with a {@code Date}: the one that is there, or the time of arrival (RFC 9110,
   * 6.6.1).
   */
  public static HttpFields withDate(HttpFields response, Instant now) {
    return response.contains(FieldNames.DATE)
        ? response
        : response.toBuilder().add(FieldNames.DATE, HttpDate.format(now)).build();
  }

  /**
   * The fields of a 304 in place of a stored response: all that do not describe its content. {@code
   * Last-Modified} stays only if there is no {@code ETag} (RFC 9110, 15.4.5).
   */
  public static HttpFields notModified(HttpFields stored) {
    boolean hasTag = stored.contains(FieldNames.ETAG);
    return stored.retain(
        name ->
            !ABOUT_CONTENT.contains(name)
                && !(hasTag && name.equalsIgnoreCase(FieldNames.LAST_MODIFIED)));
  }

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }
}
