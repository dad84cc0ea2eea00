package io.larder.benchmarks.redis;

import com.alicp.jetcache.Cache;
import java.util.function.Function;

/**
 * Hits of JetCache: in memory, if it keeps any there, else by one {@code GET} of the plain client,
 * whose bytes are taken apart into two times and the value.
 */
final class JetCacheHits implements Contender {

  private final Setting setting;
  private final JetCaches caches;
  private final Cache<String, byte[]> cache;
  private final String[] names;

  JetCacheHits(Setting setting, Function<JetCaches, Cache<String, byte[]>> open) {
    this.setting = setting;
    this.caches = new JetCaches(setting.redis());
    this.cache = open.apply(caches);
    this.names = setting.names();
    for (int i = 0; i < names.length; i++) {
      Setting.require(cache.PUT(names[i], setting.value(i)).isSuccess(), names[i] + " is not put");
    }
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      sum += cache.get(names[at]).length;
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, cache.get(names[i]));
    }
  }

  @Override
  public void close() {
    caches.close();
  }
}
