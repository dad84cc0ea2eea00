package io.larder.redis;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.StoreUri;
import io.larder.cache.tiered.CopiesOf;
import io.larder.redis.testing.RedisFixture;
import io.larder.testkit.contract.SharedStoreHarness;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.RestoreParams;

/**
 * Stores on a Redis that the tests share, of each topology. Their time is the server's own, so it
 * is waited for.
 */
class RedisHarness implements SharedStoreHarness {

  // What is tested here is no outage: a busy machine may take its time.
  private static final String PATIENT = "?timeout=10s&connectTimeout=10s";

  // Each try of a history is some ten calls of a server: .ci/long has the time.
  private static final int TIMES = Integer.getInteger("larder.histories", 1);

  private final UnaryOperator<LarderBuilder> store;
  private final UnifiedJedis raw;
  private final int explorations;

  /**
   * Creates one.
   *
   * @param store says where the store of a Larder is
   * @param explorations how many histories are tried: many where the rules of the store are at
   *     stake, few where only the way to its servers or the form of its values differs
   */
  private RedisHarness(UnaryOperator<LarderBuilder> store, UnifiedJedis raw, int explorations) {
    this.store = store;
    this.raw = raw;
    this.explorations = explorations;
  }

  /** One server. */
  static RedisHarness ofServer() {
    return ofServer(larder -> larder, 120);
  }

  /** One server, whose values have another form. */
  static RedisHarness ofServer(UnaryOperator<LarderBuilder> form) {
    return ofServer(form, 10);
  }

  private static RedisHarness ofServer(UnaryOperator<LarderBuilder> form, int explorations) {
    String url = RedisFixture.shared().url();
    return new RedisHarness(
        larder -> form.apply(larder.store(url + PATIENT)), RedisClient.create(url), explorations);
  }

  /** The primary that sentinels name. */
  static RedisHarness ofSentinels() {
    String url = RedisTopologies.sentinels();
    return new RedisHarness(
        larder -> larder.store(url + PATIENT), RedisTopologies.sharedClientOfSentinels(), 15);
  }

  /** A cluster. */
  static RedisHarness ofCluster() {
    String url = RedisTopologies.cluster();
    return new RedisHarness(
        larder -> larder.store(url + PATIENT), RedisTopologies.sharedClientOfCluster(), 40);
  }

  /** A cluster, by a client of somebody else's. */
  static RedisHarness ofInjectedCluster() {
    UnifiedJedis client = RedisTopologies.sharedClientOfCluster();
    return new RedisHarness(larder -> larder.backend(RedisBackend.over(client)), client, 15);
  }

  /** Copies in memory over one of the others. */
  static RedisHarness ofCopiesOver(String url) {
    Map<String, Backend> opened = new ConcurrentHashMap<>();
    StoreUri uri = StoreUri.parse("tiered+" + url + PATIENT);
    UnifiedJedis raw =
        url.contains("sentinel")
            ? RedisTopologies.sharedClientOfSentinels()
            : RedisTopologies.sharedClientOfCluster();
    return new RedisHarness(
        larder ->
            larder.backend(
                context -> {
                  Backend backend = new RedisProvider().open(uri, context);
                  opened.put(context.namespace(), backend);
                  return CopiesOf.current(backend);
                }),
        raw,
        15) {
      @Override
      public void vanish(String namespace, String view, String key) {
        super.vanish(namespace, view, key);
        CopiesOf.drop(opened.get(namespace), view, key);
      }
    };
  }

  @Override
  public LarderBuilder larder(String namespace) {
    return store.apply(Larder.builder()).namespace(namespace);
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
    return explorations * TIMES;
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
    if (raw instanceof RedisClient own) {
      own.close();
    }
  }
}
