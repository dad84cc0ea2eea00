package io.larder.redis;

import io.larder.cache.spi.Backend;

/** What a store on Redis would replay, for those who want to see it forgotten. */
public final class RedisReplay {

  private RedisReplay() {}

  /**
   * Forgets what waits, and what was applied in the last seconds. Not to be called while something
   * else is asked of that store.
   *
   * @param redis a {@link RedisBackend}
   */
  public static void forget(Backend redis) {
    Pending pending = ((RedisBackend) redis).pending();
    pending.replayRecent(System.nanoTime());
    for (Invalidation first = pending.first(); first != null; first = pending.first()) {
      pending.remove(first);
    }
  }
}
