package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.spi.StoreUri;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What holds for a Redis store whose URI says nothing, for those who compare it with the page. */
public final class RedisDefaults {

  private RedisDefaults() {}

  /** The options by their names, as they are written in a URI. */
  public static Map<String, String> options() {
    RedisOptions options = RedisOptions.of(StoreUri.parse("redis://localhost"));
    NearOptions near = NearOptions.of(StoreUri.parse("tiered+redis://localhost"));
    Duration bound = Objects.requireNonNull(near, "near").stalenessBound();
    return Map.ofEntries(
        Map.entry(Timeouts.CONNECT_TIMEOUT, Durations.format(options.timeouts().connect())),
        Map.entry(Timeouts.TIMEOUT, Durations.format(options.timeouts().silence())),
        Map.entry(Timeouts.DEADLINE, Durations.format(options.timeouts().deadline())),
        Map.entry(PoolLimits.POOL_SIZE, "" + options.pool().size()),
        Map.entry(Timeouts.POOL_WAIT, Durations.format(options.timeouts().poolWait())),
        Map.entry(RedisOptions.ASYNC_FILLS, "" + options.asyncFills()),
        Map.entry(RedisOptions.REPLICAS, "" + options.replicas()),
        Map.entry(RedisOptions.LEASE, Durations.format(options.lease())),
        Map.entry(RedisOptions.CLIENT_NAME, options.clientName()),
        Map.entry(NearOptions.STALENESS_BOUND, Durations.format(bound)));
  }
}
