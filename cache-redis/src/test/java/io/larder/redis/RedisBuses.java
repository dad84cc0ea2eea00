package io.larder.redis;

import io.larder.cache.spi.Backend;
import io.larder.cache.tiered.Bus;
import java.time.Duration;

/** The bus of a store on Redis, for those who do something to what it brings. */
public final class RedisBuses {

  private RedisBuses() {}

  /**
   * Returns a bus of a namespace.
   *
   * @param redis a {@link RedisBackend}
   * @param every the time between two heartbeats
   */
  public static Bus of(Backend redis, Duration every) {
    return ((RedisBackend) redis).bus(every);
  }
}
