package io.larder.redis;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import io.larder.redis.testing.RedisFixture;
import io.larder.testkit.contract.SharedStoreHarness;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;

/**
 * Stores on the Redis that the tests share. Their time is the server's own, so it is waited for.
 */
class RedisHarness implements SharedStoreHarness {

  private final RedisFixture redis = RedisFixture.shared();
  private final RedisClient raw = RedisClient.create(redis.url());

  @Override
  public LarderBuilder larder(String namespace) {
    // What is tested here is no outage: a busy machine may take its time.
    return Larder.builder().store(redis.url() + "?timeout=10s").namespace(namespace);
  }

  @Override
  public Ticker ticker() {
    return Ticker.system();
  }

  @Override
  public void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void vanish(String namespace, String view, String key) {
    raw.del(namespace + ":" + view + ":" + key);
  }

  @Override
  public int explorations() {
    return 400;
  }

  @Override
  public void loseClock(String namespace) {
    raw.del(meta(namespace));
  }

  @Override
  public Runnable keepClock(String namespace) {
    byte[] kept = raw.dump(meta(namespace));
    return () -> {
      if (kept == null) {
        raw.del(meta(namespace));
      } else {
        raw.restore(meta(namespace), 0, kept, RestoreParams.restoreParams().replace());
      }
    };
  }

  private static String meta(String namespace) {
    return "{" + namespace + "}:meta";
  }

  @Override
  public void close() {
    raw.close();
  }
}
