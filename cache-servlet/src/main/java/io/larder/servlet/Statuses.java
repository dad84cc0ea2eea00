package io.larder.servlet;

import static java.util.Objects.requireNonNull;

import io.larder.cache.key.NoKey;
import io.larder.http.CacheStatus;
import io.larder.http.CacheStatus.Forward;
import io.larder.http.RequestVerdict;
import java.util.EnumMap;
import java.util.Map;

/** What {@code Cache-Status} says, rendered once. */
final class Statuses {

  static final CacheStatus URI_MISS = CacheStatus.forward(Forward.URI_MISS);
  static final CacheStatus VARY_MISS = CacheStatus.forward(Forward.VARY_MISS);
  static final CacheStatus PARTIAL = CacheStatus.forward(Forward.PARTIAL);
  static final CacheStatus STALE = CacheStatus.forward(Forward.STALE);
  static final CacheStatus REQUEST = CacheStatus.forward(Forward.REQUEST);
  static final CacheStatus ONLY_IF_CACHED = CacheStatus.unanswered().detail("only-if-cached");
  static final CacheStatus REFRESH = CacheStatus.forward(Forward.REQUEST).detail("refresh-when");

  static final CacheStatus NEW_KEYS_REFRESH =
      CacheStatus.forward(Forward.REQUEST).detail("new-keys");

  /** What is said where a rule has had its new keys of this minute, see {@link NewKeys}. */
  static final String NEW_KEYS = NEW_KEYS_REFRESH.reason();

  static final CacheStatus BYPASS_WHEN = bypass("bypass-when");
  static final CacheStatus METHOD_OVERRIDE = bypass("method-override");

  /** Content that is not all there, or was not read. */
  static final CacheStatus REQUEST_BODY = bypass("request-body");

  static final CacheStatus REQUEST_TOO_LARGE = bypass("request-too-large");

  /** Too many others wait for content that comes slowly. */
  static final CacheStatus REQUEST_SLOW = bypass("request-slow");

  static final CacheStatus STORE_UNAVAILABLE = bypass("store-unavailable");
  static final CacheStatus DISABLED = bypass("disabled");

  /** What the key would hold of a request that only a cache which is on may read. */
  static final CacheStatus SHADOW_CONTENT = bypass("shadow:content");

  private static final long NANOS = 1_000_000_000L;

  private static final Map<RequestVerdict, CacheStatus> BY_VERDICT =
      new EnumMap<>(RequestVerdict.class);
  private static final Map<NoKey, CacheStatus> BY_NO_KEY = new EnumMap<>(NoKey.class);

  static {
    for (RequestVerdict each : RequestVerdict.values()) {
      CacheStatus status = each.cacheStatus();
      if (status != null) {
        BY_VERDICT.put(each, status);
      }
    }
    for (NoKey each : NoKey.values()) {
      BY_NO_KEY.put(each, bypass(each.token()));
    }
  }

  private Statuses() {}

  /** The status of a verdict that forwards the request. */
  static CacheStatus of(RequestVerdict verdict) {
    return requireNonNull(BY_VERDICT.get(verdict), "verdict");
  }

  static CacheStatus noKey(NoKey reason) {
    return requireNonNull(BY_NO_KEY.get(reason), "reason");
  }

  static CacheStatus hit(long freshNanosLeft) {
    return CacheStatus.hit(freshNanosLeft / NANOS);
  }

  /** The seconds of freshness that are left to what is stale: none, or less. */
  static long staleSeconds(long freshNanosLeft) {
    return Math.min(0, Math.floorDiv(freshNanosLeft, NANOS));
  }

  /** What would have been done by a rule that only tells so. */
  static CacheStatus shadow(String what) {
    return bypass("shadow:" + what);
  }

  private static CacheStatus bypass(String detail) {
    return CacheStatus.forward(Forward.BYPASS).detail(detail);
  }
}
