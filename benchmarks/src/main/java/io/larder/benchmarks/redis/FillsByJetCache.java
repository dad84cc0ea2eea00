package io.larder.benchmarks.redis;

import com.alicp.jetcache.Cache;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code get} and {@code PUT} of JetCache. */
final class FillsByJetCache implements Fills.Way {

  private final JetCaches caches;
  private final Cache<String, byte[]> cache;

  FillsByJetCache(JetCaches caches, Function<JetCaches, Cache<String, byte[]>> open) {
    this.caches = caches;
    this.cache = open.apply(caches);
  }

  @Override
  public byte @Nullable [] find(String key) {
    return cache.get(key);
  }

  @Override
  public boolean missAndFill(String key, byte[] value) {
    return cache.get(key) == null && cache.PUT(key, value).isSuccess();
  }

  @Override
  public void close() {
    caches.close();
  }
}
