package io.larder.benchmarks.redis;

import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Hits on Redis by Redisson's {@code RBucket}: one {@code GET} each, which threads of its own send
 * and read.
 */
final class RedissonHits implements Contender {

  private final Setting setting;
  private final RedissonClient client;
  private final String[] names;

  RedissonHits(Setting setting) {
    this.setting = setting;
    this.client = Redissons.connect(setting.redis());
    this.names = new String[setting.keys()];
    for (int i = 0; i < names.length; i++) {
      names[i] = "redisson:" + Setting.name(i);
      bucket(names[i]).set(setting.value(i), Setting.TTL);
    }
  }

  private RBucket<byte[]> bucket(String name) {
    return client.getBucket(name, ByteArrayCodec.INSTANCE);
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      sum += bucket(names[at]).get().length;
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, bucket(names[i]).get());
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
