package io.larder.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cache directives of a message, read once (RFC 9111, 5.2).
 *
 * <p>Immutable, and the same for requests and responses. Reading never fails and errs on the strict
 * side: restrictions are found in any case, spacing or quoting, on any line, and behind malformed
 * neighbours; of two values the stricter counts (RFC 9111, 4.2.1); a lifetime that is not a whole
 * number of seconds is zero; one above 2^31 s counts as 2^31 s (1.2.2).
 */
public final class CacheControl {
  private static final CacheControl NONE = new Directives().toCacheControl();

  /** Each directive that is there, with its seconds or 0. */
  private final Map<Directive, Long> directives;

  private final List<String> privateFields;
  private final List<String> noCacheFields;

  CacheControl(
      Map<Directive, Long> directives, List<String> privateFields, List<String> noCacheFields) {
    this.directives = directives;
    this.privateFields = privateFields;
    this.noCacheFields = noCacheFields;
  }

  /** The directives of the {@code Cache-Control} lines. */
  public static CacheControl of(HttpFields fields) {
    return of(fields, FieldNames.CACHE_CONTROL);
  }

  /** The directives of the lines of another field of the same form. */
  static CacheControl of(HttpFields fields, String name) {
    if (!fields.contains(name)) {
      return NONE;
    }
    Directives directives = new Directives();
    for (String line : fields.all(name)) {
      DirectiveReader.read(line, directives);
    }
    return directives.toCacheControl();
  }

  /** Whether there is {@code no-store} (5.2.1.5, 5.2.2.5). */
  public boolean noStore() {
    return has(Directive.NO_STORE);
  }

  /** Whether there is {@code no-cache}, with or without field names (5.2.1.4, 5.2.2.4). */
  public boolean noCache() {
    return has(Directive.NO_CACHE);
  }

  /** Whether there is {@code no-cache} for the whole response, not for some fields alone. */
  boolean noCacheAtAll() {
    return noCache() && noCacheFields.isEmpty();
  }

  /** The field names that {@code no-cache} is limited to; empty if it is there without. */
  public List<String> noCacheFields() {
    return noCacheFields;
  }

  /** Whether there is {@code private}, with or without field names (5.2.2.7). */
  public boolean isPrivate() {
    return has(Directive.PRIVATE);
  }

  /** Whether there is {@code private} for the whole response, not for some fields alone. */
  boolean isPrivateAtAll() {
    return isPrivate() && privateFields.isEmpty();
  }

  /** The field names that {@code private} is limited to; empty if it is there without. */
  public List<String> privateFields() {
    return privateFields;
  }

  /** Whether there is {@code public} (5.2.2.9). */
  public boolean isPublic() {
    return has(Directive.PUBLIC);
  }

  /** Whether there is {@code must-revalidate} (5.2.2.2). */
  public boolean mustRevalidate() {
    return has(Directive.MUST_REVALIDATE);
  }

  /** Whether there is {@code proxy-revalidate} (5.2.2.8). */
  public boolean proxyRevalidate() {
    return has(Directive.PROXY_REVALIDATE);
  }

  /** Whether there is {@code must-understand} (5.2.2.3). */
  public boolean mustUnderstand() {
    return has(Directive.MUST_UNDERSTAND);
  }

  /** Whether there is {@code no-transform} (5.2.1.6, 5.2.2.6). */
  public boolean noTransform() {
    return has(Directive.NO_TRANSFORM);
  }

  /** Whether there is {@code only-if-cached} (5.2.1.7). */
  public boolean onlyIfCached() {
    return has(Directive.ONLY_IF_CACHED);
  }

  /** {@code max-age} (5.2.1.1, 5.2.2.1). */
  public Optional<Duration> maxAge() {
    return duration(Directive.MAX_AGE);
  }

  /** {@code s-maxage}, for shared caches (5.2.2.10). */
  public Optional<Duration> sharedMaxAge() {
    return duration(Directive.S_MAXAGE);
  }

  /** {@code stale-while-revalidate} (RFC 5861, 3). */
  public Optional<Duration> staleWhileRevalidate() {
    return duration(Directive.STALE_WHILE_REVALIDATE);
  }

  /** {@code stale-if-error} (RFC 5861, 4). */
  public Optional<Duration> staleIfError() {
    return duration(Directive.STALE_IF_ERROR);
  }

  /** {@code max-stale} (5.2.1.2); without argument any staleness will do, which is 2^31 s. */
  public Optional<Duration> maxStale() {
    return duration(Directive.MAX_STALE);
  }

  /** {@code min-fresh} (5.2.1.3). */
  public Optional<Duration> minFresh() {
    return duration(Directive.MIN_FRESH);
  }

  private boolean has(Directive directive) {
    return directives.containsKey(directive);
  }

  private Optional<Duration> duration(Directive directive) {
    return Optional.ofNullable(directives.get(directive)).map(Duration::ofSeconds);
  }
}
