package io.larder.benchmarks.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.benchmarks.Clients;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** {@code GET} and {@code SET} with {@code PX}, by a plain client with a pool. */
final class FillsByJedis implements Fills.Way {

  private final RedisClient client;

  FillsByJedis(URI redis) {
    this.client = Clients.patient(redis);
  }

  private static byte[] name(String key) {
    return ("jedis:" + key).getBytes(UTF_8);
  }

  @Override
  public byte @Nullable [] find(String key) {
    return client.get(name(key));
  }

  @Override
  public boolean missAndFill(String key, byte[] value) {
    byte[] name = name(key);
    SetParams ttl = SetParams.setParams().px(Setting.TTL.toMillis());
    return client.get(name) == null && "OK".equals(client.set(name, value, ttl));
  }

  @Override
  public void close() {
    client.close();
  }
}
