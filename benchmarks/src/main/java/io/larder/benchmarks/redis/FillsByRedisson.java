package io.larder.benchmarks.redis;

import java.net.URI;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** {@code get} and {@code fastPut} of a map, or {@code get} and {@code set} of buckets. */
final class FillsByRedisson implements Fills.Way {

  private final RedissonClient client;
  private final Function<String, byte @Nullable []> get;
  private final BiPredicate<String, byte[]> put;

  private FillsByRedisson(
      RedissonClient client,
      Function<String, byte @Nullable []> get,
      BiPredicate<String, byte[]> put) {
    this.client = client;
    this.get = get;
    this.put = put;
  }

  /** In memory too, and without a ttl: entries of such a map have none. */
  static FillsByRedisson map(URI redis) {
    RedissonClient client = Redissons.connect(redis);
    RLocalCachedMap<String, byte[]> map = Redissons.map(client);
    return new FillsByRedisson(client, map::get, map::fastPut);
  }

  /** On Redis alone. */
  static FillsByRedisson bucket(URI redis) {
    RedissonClient client = Redissons.connect(redis);
    return new FillsByRedisson(
        client,
        key -> bucket(client, key).get(),
        (key, value) -> {
          bucket(client, key).set(value, Setting.TTL);
          return true;
        });
  }

  private static RBucket<byte[]> bucket(RedissonClient client, String key) {
    return client.getBucket("redisson:" + key, ByteArrayCodec.INSTANCE);
  }

  @Override
  public byte @Nullable [] find(String key) {
    return get.apply(key);
  }

  @Override
  public boolean missAndFill(String key, byte[] value) {
    return get.apply(key) == null && put.test(key, value);
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
