package io.larder.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a response says to caches, in {@code Cache-Control} for all and in {@code
 * Larder-Cache-Control} for this one.
 *
 * <p>The targeted field decides on lifetimes if it is valid and not empty (RFC 9213, 2.2).
 * Restrictions count wherever they stand, in either field and however they are written: stricter
 * than RFC 9213, which would let a targeted field lift them.
 */
final class ResponseDirectives {
  private final CacheControl general;
  private final CacheControl targeted;
  private final Optional<CacheControl> targetedLifetimes;

  private ResponseDirectives(HttpFields fields) {
    general = CacheControl.of(fields);
    targeted = CacheControl.of(fields, FieldNames.LARDER_CACHE_CONTROL);
    targetedLifetimes = targetedLifetimes(fields);
  }

  static ResponseDirectives of(HttpFields fields) {
    return new ResponseDirectives(fields);
  }

  boolean noStore() {
    return general.noStore() || targeted.noStore();
  }

  boolean isPrivate() {
    return general.isPrivate() || targeted.isPrivate();
  }

  boolean noCache() {
    return general.noCache() || targeted.noCache();
  }

  /** Whether it may never be served stale, whatever a rule says (RFC 9111, 4.2.4). */
  boolean mustRevalidate() {
    return noCache()
        || general.mustRevalidate()
        || targeted.mustRevalidate()
        || general.proxyRevalidate()
        || targeted.proxyRevalidate();
  }

  boolean mustUnderstand() {
    return general.mustUnderstand() || targeted.mustUnderstand();
  }

  /** Whether it may be stored although it was asked for with credentials (RFC 9111, 3.5). */
  boolean allowsAuthorized() {
    CacheControl control = lifetimes();
    return control.isPublic() || control.mustRevalidate() || control.sharedMaxAge().isPresent();
  }

  /** The directives that decide on lifetimes. */
  CacheControl lifetimes() {
    return targetedLifetimes.orElse(general);
  }

  /** Whether the targeted field decides, so that {@code Expires} does not count either. */
  boolean isTargeted() {
    return targetedLifetimes.isPresent();
  }

  private static Optional<CacheControl> targetedLifetimes(HttpFields fields) {
    if (!fields.contains(FieldNames.LARDER_CACHE_CONTROL)) {
      return Optional.empty();
    }
    return StructuredDictionary.parse(fields.all(FieldNames.LARDER_CACHE_CONTROL))
        .filter(members -> !members.isEmpty())
        .map(ResponseDirectives::toCacheControl);
  }

  /** A value of another type than the directive's is not coerced (RFC 9213, 2.1). */
  private static CacheControl toCacheControl(Map<String, String> members) {
    Directives directives = new Directives();
    members.forEach((key, value) -> directives.add(key, value));
    return directives.toCacheControl();
  }
}
