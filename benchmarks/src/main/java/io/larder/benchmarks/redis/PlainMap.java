package io.larder.benchmarks.redis;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The same keys and values in a map, without a bound or a lifetime: what lies near at the least.
 */
final class PlainMap implements Contender {

  private final Setting setting;
  private final ConcurrentHashMap<String, byte[]> map = new ConcurrentHashMap<>();
  private final String[] names;

  PlainMap(Setting setting) {
    this.setting = setting;
    this.names = setting.names();
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], setting.value(i));
    }
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      sum += map.getOrDefault(names[at], new byte[0]).length;
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
    map.clear();
  }
}
