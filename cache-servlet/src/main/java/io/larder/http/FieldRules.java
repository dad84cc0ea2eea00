package io.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Says which fields of a response are stored or updated, and which ones a 304 carries. */
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

  /**
   * What an update leaves as it is (RFC 9111, 3.2): the length, and what says how the stored body
   * is to be read. A 304 or a HEAD has no body, and what stands there about one is often the
   * server's default.
   */
  private static final Set<String> NOT_UPDATED =
      caseless(
          FieldNames.CONTENT_ENCODING,
          FieldNames.CONTENT_LENGTH,
          FieldNames.CONTENT_RANGE,
          FieldNames.CONTENT_TYPE);

  private static final String TARGETED = "-" + FieldNames.CACHE_CONTROL;

  /** What is not stored, but tells how fresh an update is. */
  private static final Set<String> JUDGED =
      caseless(FieldNames.AGE, FieldNames.LARDER_CACHE_CONTROL);

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
   * The same without the fields that the response keeps for one user or from reuse.
   *
   * @param without their names, as {@link Storability.Store#without} has them
   */
  public static HttpFields storable(HttpFields response, Set<String> without) {
    return without.isEmpty()
        ? storable(response)
        : storable(response).retain(name -> !without.contains(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * A stored response as a 304, or the response to a HEAD, updates it (RFC 9111, 3.2): each field
   * that is there replaces all lines of that name, but for those about the connection and {@code
   * Content-Encoding}, {@code -Length}, {@code -Range} and {@code -Type}. Others stay, in their
   * order.
   *
   * <p>The result is a head as if the handler had sent it whole, now: it has the {@code Age} and
   * the {@code Date} of the update, or else the time of arrival. It is judged by {@link StoreRules}
   * and stored by {@link #storable} as any other; if they refuse it, what is stored has come to its
   * end.
   *
   * @param stored the handler's own fields, without an {@code ETag} that the cache has made
   * @param update the fields of the 304 or of the response to the HEAD
   * @param now when the update was received
   */
  public static HttpFields updated(HttpFields stored, HttpFields update, Instant now) {
    Set<String> named = caseless();
    named.addAll(FieldLists.members(update, FieldNames.CONNECTION));
    HttpFields provided =
        withDate(update, now)
            .retain(
                name ->
                    !NOT_UPDATED.contains(name)
                        && (JUDGED.contains(name) || !NOT_STORED.contains(name))
                        && !named.contains(name));
    Set<String> placed = caseless();
    HttpFields.Builder updated = HttpFields.builder();
    for (int i = 0; i < stored.size(); i++) {
      String name = stored.name(i);
      if (!provided.contains(name)) {
        updated.add(name, stored.value(i));
      } else if (placed.add(name)) {
        provided.all(name).forEach(value -> updated.add(name, value));
      }
    }
    for (int i = 0; i < provided.size(); i++) {
      if (!placed.contains(provided.name(i))) {
        updated.add(provided.name(i), provided.value(i));
      }
    }
    return updated.build();
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
    return stored.retain(name -> isInNotModified(name, hasTag));
  }

  /**
   * Whether a stored field of that name is among those of {@link #notModified}. Allocates nothing.
   *
   * @param hasTag whether an {@code ETag} is stored
   */
  public static boolean isInNotModified(String name, boolean hasTag) {
    return !ABOUT_CONTENT.contains(name)
        && !(hasTag && name.equalsIgnoreCase(FieldNames.LAST_MODIFIED));
  }

  /**
   * The fields of a 412 or 416 without content in place of a stored response: those of a 304 but
   * for what says how long the stored response is fresh. With it a cache that does not look at the
   * status might keep the refusal for all who ask (RFC 9111, 3).
   */
  public static HttpFields refused(HttpFields stored) {
    return notModified(stored).retain(name -> !isAboutFreshness(name));
  }

  /** Whether a field tells caches whether, and for how long, they may keep a response. */
  public static boolean isAboutFreshness(String name) {
    return name.equalsIgnoreCase(FieldNames.CACHE_CONTROL)
        || name.equalsIgnoreCase(FieldNames.EXPIRES)
        || name.equalsIgnoreCase("Surrogate-Control")
        || isTargeted(name);
  }

  /** RFC 9213: the fields that are like Cache-Control, for one kind of cache. */
  private static boolean isTargeted(String name) {
    int from = name.length() - TARGETED.length();
    return name.regionMatches(true, Math.max(0, from), TARGETED, 0, TARGETED.length());
  }

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }
}
