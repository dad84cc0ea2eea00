package io.larder.benchmarks.redis;

import java.util.function.Function;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;

/**
 * Hits in the memory of Redisson's {@code RLocalCachedMap}, which has no bound there and no
 * lifetime if nobody sets one, and which other nodes tell of changes.
 */
final class RedissonNearHits implements Contender {

  private final Setting setting;
  private final RedissonClient client;
  private final RLocalCachedMap<String, byte[]> map;
  private final String[] names;

  RedissonNearHits(
      Setting setting, Function<RedissonClient, RLocalCachedMap<String, byte[]>> open) {
    this.setting = setting;
    this.client = Redissons.connect(setting.redis());
    this.map = open.apply(client);
    this.names = setting.names();
    for (int i = 0; i < names.length; i++) {
      map.fastPut(names[i], setting.value(i));
    }
    verify();
    Setting.require(map.getCachedMap().size() == names.length, "not all of them are in memory");
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      byte[] value = map.get(names[at]);
      sum += value == null ? 0 : value.length;
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, map.get(names[i]));
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
