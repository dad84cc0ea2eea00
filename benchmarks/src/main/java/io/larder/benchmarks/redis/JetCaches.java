package io.larder.benchmarks.redis;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheConsts;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.LinkedHashMapCacheBuilder;
import com.alicp.jetcache.redis.RedisCacheBuilder;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.QuickConfig;
import io.larder.benchmarks.Clients;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.RedisClient;

/**
 * Makes JetCache's caches, with texts as keys and bytes that are stored as they are, over the same
 * client as the plain one.
 */
final class JetCaches implements AutoCloseable {

  private static final int TIMES = 16;

  private final RedisClient client;
  private final SimpleCacheManager manager = new SimpleCacheManager();

  JetCaches(URI redis) {
    this.client = Clients.patient(redis);
    // A map whose entries expire: faster here than its Caffeine.
    LinkedHashMapCacheBuilder<?> local =
        LinkedHashMapCacheBuilder.createLinkedHashMapCacheBuilder();
    RedisCacheBuilder<?> remote = RedisCacheBuilder.createRedisCacheBuilder();
    remote.setJedis(client);
    remote.setKeyPrefix("jetcache:");
    remote.setBroadcastChannel("jetcache");
    remote.setValueEncoder(holder -> encode((CacheValueHolder<?>) holder));
    remote.setValueDecoder(JetCaches::decode);
    manager.setCacheBuilderTemplate(template(local, remote));
  }

  /** Two times and the bytes as they are: cheaper than any of its own. */
  private static byte[] encode(CacheValueHolder<?> holder) {
    byte[] value = (byte[]) holder.getValue();
    return ByteBuffer.allocate(TIMES + value.length)
        .putLong(holder.getExpireTime())
        .putLong(holder.getAccessTime())
        .put(value)
        .array();
  }

  private static Object decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CacheValueHolder<byte[]> holder = new CacheValueHolder<>();
    holder.setExpireTime(in.getLong());
    holder.setAccessTime(in.getLong());
    holder.setValue(Arrays.copyOfRange(bytes, TIMES, bytes.length));
    return holder;
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // as it takes them
  private static CacheBuilderTemplate template(CacheBuilder local, CacheBuilder remote) {
    Map<String, CacheBuilder> locals = new HashMap<>();
    locals.put(CacheConsts.DEFAULT_AREA, local);
    Map<String, CacheBuilder> remotes = new HashMap<>();
    remotes.put(CacheConsts.DEFAULT_AREA, remote);
    return new CacheBuilderTemplate(false, locals, remotes);
  }

  /** In memory and on Redis, the memory of all processes told of what changes. */
  Cache<String, byte[]> both() {
    return manager.getOrCreateCache(
        QuickConfig.newBuilder("both")
            .cacheType(CacheType.BOTH)
            .syncLocal(true)
            .localLimit(2_000_000)
            .expire(Setting.TTL)
            .build());
  }

  /** On Redis alone. */
  Cache<String, byte[]> remote() {
    return manager.getOrCreateCache(
        QuickConfig.newBuilder("remote").cacheType(CacheType.REMOTE).expire(Setting.TTL).build());
  }

  @Override
  public void close() {
    manager.close();
    client.close();
  }
}
