package io.larder.http;

/**
 * What a stored response says about its own reuse, read again from its stored fields.
 *
 * <p>For the rare moment when a stale response might be served; a fresh hit does not need it.
 *
 * @param neverStale whether it may never be served stale (RFC 9111, 4.2.4): {@code
 *     must-revalidate}, {@code proxy-revalidate}, {@code s-maxage} or {@code no-cache}
 * @param alwaysValidated whether it may never be served without validation (5.2.2.4). Such a
 *     response is stored with a {@link Lifetime} that is fresh for zero
 */
public record StoredDirectives(boolean neverStale, boolean alwaysValidated) {

  /**
   * The directives of stored fields. {@code Larder-Cache-Control} is not among them: {@link
   * FreshnessRules} sees to it that what only that field forbids is not kept.
   *
   * @param options those with which it was stored
   */
  public static StoredDirectives of(HttpFields stored, StoreOptions options) {
    ResponseDirectives directives = ResponseDirectives.of(stored, options);
    return new StoredDirectives(directives.neverStale(), directives.noCache());
  }
}
