package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.Sizes;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.tiered.TieredBackend;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the URI says of copies in memory: {@code tiered+redis://…?maxBytes=64MB&stalenessBound=2s}.
 *
 * @param maxBytes the budget of copies whose sizes are known
 * @param stalenessBound for how long after a heartbeat copies count
 */
record NearOptions(long maxBytes, Duration stalenessBound) {

  /** What a scheme begins with. */
  static final String TIERED = "tiered+";

  private static final String MAX_BYTES = "maxBytes";
  static final String STALENESS_BOUND = "stalenessBound";
  private static final long DEFAULT_MAX_BYTES = 64L << 20;
  private static final Duration DEFAULT_BOUND = Duration.ofSeconds(2);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** So many heartbeats are sent within the bound: one may be lost, and the next one late. */
  private static final int BEATS = 4;

  static boolean isTiered(String scheme) {
    return scheme.startsWith(TIERED);
  }

  static Set<String> and(Set<String> names) {
    Set<String> all = new HashSet<>(names);
    all.add(MAX_BYTES);
    all.add(STALENESS_BOUND);
    return Set.copyOf(all);
  }

  /**
   * Returns what a URI says; {@code null} if it is about no copies.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  static @Nullable NearOptions of(StoreUri uri) {
    if (!isTiered(uri.scheme())) {
      return null;
    }
    String text = uri.option(STALENESS_BOUND).orElse(null);
    Duration bound = text == null ? DEFAULT_BOUND : Durations.parsePositive(STALENESS_BOUND, text);
    if (bound.compareTo(SHORTEST) < 0 || bound.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the store's URI "
              + uri
              + " has "
              + STALENESS_BOUND
              + "="
              + text
              + ": it must be from 100ms to 1m");
    }
    return new NearOptions(
        uri.option(MAX_BYTES).map(size -> Sizes.parse(MAX_BYTES, size)).orElse(DEFAULT_MAX_BYTES),
        bound);
  }

  /** Returns copies over a backend. */
  Backend over(RedisBackend redis, BackendContext context) {
    return new TieredBackend(
        redis, redis.bus(stalenessBound.dividedBy(BEATS)), context, maxBytes, stalenessBound);
  }
}
