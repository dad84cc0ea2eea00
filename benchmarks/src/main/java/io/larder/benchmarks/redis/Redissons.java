package io.larder.benchmarks.redis;

import java.net.URI;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.Codec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/**
 * Makes Redisson's clients and maps, with texts as keys and bytes that are stored as they are, on
 * as many connections as all others have.
 */
final class Redissons {

  private static final Codec CODEC =
      new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE, ByteArrayCodec.INSTANCE);

  private Redissons() {}

  static RedissonClient connect(URI redis) {
    Config config = new Config();
    config
        .useSingleServer()
        .setAddress("redis://" + redis.getHost() + ":" + redis.getPort())
        .setDatabase(0)
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(16);
    return Redisson.create(config);
  }

  /** As its options are if nobody sets them. */
  static RLocalCachedMap<String, byte[]> map(RedissonClient client) {
    return client.getLocalCachedMap(options("redisson-map"));
  }

  /** With keys that are compared as they are, and not encoded to be found: what costs the least. */
  static RLocalCachedMap<String, byte[]> fastMap(RedissonClient client) {
    return client.getLocalCachedMap(options("redisson-fast-map").useObjectAsCacheKey(true));
  }

  private static LocalCachedMapOptions<String, byte[]> options(String name) {
    return LocalCachedMapOptions.<String, byte[]>name(name).codec(CODEC);
  }
}
