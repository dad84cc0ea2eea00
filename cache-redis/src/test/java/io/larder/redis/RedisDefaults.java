package io.larder.redis;

import io.larder.cache.Durations;
import io.larder.cache.spi.StoreUri;
import java.util.Map;

/** What holds for a Redis store whose URI says nothing, for those who compare it with the page. */
public final class RedisDefaults {

  private RedisDefaults() {}

  /** The options by their names, as they are written in a URI. */
  public static Map<String, String> options() {
    RedisOptions options = RedisOptions.of(StoreUri.parse("redis://localhost"));
    return Map.of(
        RedisOptions.CONNECT_TIMEOUT, Durations.format(options.connectTimeout()),
        RedisOptions.TIMEOUT, Durations.format(options.timeout()),
        RedisOptions.DEADLINE, Durations.format(options.deadline()),
        RedisOptions.POOL_SIZE, "" + options.poolSize(),
        RedisOptions.POOL_WAIT, Durations.format(options.poolWait()),
        RedisOptions.ASYNC_FILLS, "" + options.asyncFills(),
        RedisOptions.CLIENT_NAME, options.clientName());
  }
}
