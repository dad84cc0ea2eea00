package io.larder.benchmarks.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.benchmarks.Clients;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** One {@code GET} each of the same bytes, by a plain client with a pool. */
final class JedisHits implements Contender {

  private final Setting setting;
  private final RedisClient client;
  private final byte[][] names;

  JedisHits(Setting setting) {
    this.setting = setting;
    this.client = Clients.patient(setting.redis());
    this.names = new byte[setting.keys()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = ("jedis:" + Setting.name(i)).getBytes(UTF_8);
      client.set(names[i], setting.value(i), SetParams.setParams().px(Setting.TTL.toMillis()));
    }
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      sum += client.get(names[at]).length;
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, client.get(names[i]));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
