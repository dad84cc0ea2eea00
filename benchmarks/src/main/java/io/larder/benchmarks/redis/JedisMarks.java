package io.larder.benchmarks.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.benchmarks.Clients;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * The commands of one of Larder's look-ups in one round trip of a plain client, which makes nothing
 * of the answers but the value: what is asked costs so much, whoever asks it.
 */
final class JedisMarks implements Contender {

  private static final byte[] META = "jedis:meta".getBytes(UTF_8);
  private static final byte[][] MARKS = {
    "clock".getBytes(UTF_8), "floor".getBytes(UTF_8), "last".getBytes(UTF_8), "c:v".getBytes(UTF_8)
  };

  private final Setting setting;
  private final RedisClient client;
  private final byte[][] names;

  JedisMarks(Setting setting) {
    this.setting = setting;
    this.client = Clients.patient(setting.redis());
    this.names = new byte[setting.keys()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = ("marks:" + Setting.name(i)).getBytes(UTF_8);
      client.set(names[i], setting.value(i), SetParams.setParams().px(Setting.TTL.toMillis()));
    }
    for (int i = 0; i < 3; i++) {
      client.zadd(META, 1.7e15 + i, MARKS[i]);
    }
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      sum += get(names[at]).length;
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  private byte[] get(byte[] name) {
    try (Pipeline pipeline = client.pipelined()) {
      Response<Long> ttl = pipeline.pttl(name);
      Response<byte[]> value = pipeline.get(name);
      Response<?> marks = pipeline.zmscore(META, MARKS);
      pipeline.sync();
      Setting.require(ttl.get() > 0 && marks.get() != null, "the entry or the marks are gone");
      return value.get();
    }
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, get(names[i]));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
