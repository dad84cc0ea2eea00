package io.larder.benchmarks.redis;

import com.alicp.jetcache.Cache;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for keys that are not there, and stores values under them. */
final class Fills implements Contender {

  /** The way to do so. */
  interface Way extends AutoCloseable {

    byte @Nullable [] find(String key);

    /** Returns whether it was not there. */
    boolean missAndFill(String key, byte[] value);

    @Override
    void close();
  }

  private final Way way;
  private final byte[] value;
  private final String prefix;
  private final AtomicInteger next = new AtomicInteger();

  private Fills(Setting setting, Way way) {
    this.way = way;
    this.value = setting.value(0);
    this.prefix = "fill:" + Long.toHexString(System.nanoTime()) + ":";
  }

  static Contender larder(Setting setting, String kind) {
    return new Fills(setting, new ByLarder(LarderHits.open(setting, kind, "")));
  }

  static Contender jedis(Setting setting) {
    return new Fills(setting, new FillsByJedis(setting.redis()));
  }

  static Contender redissonMap(Setting setting) {
    return new Fills(setting, FillsByRedisson.map(setting.redis()));
  }

  static Contender redissonBucket(Setting setting) {
    return new Fills(setting, FillsByRedisson.bucket(setting.redis()));
  }

  static Contender jetcache(Setting setting, Function<JetCaches, Cache<String, byte[]>> open) {
    return new Fills(setting, new FillsByJetCache(new JetCaches(setting.redis()), open));
  }

  @Override
  public void run(int from, int times) {
    for (int i = 0; i < times; i++) {
      String key = prefix + next.getAndIncrement();
      Setting.require(way.missAndFill(key, value), key + " was there already, or is not stored");
    }
  }

  @Override
  public void verify() {
    if (next.get() == 0) {
      run(0, 1);
    }
    for (int i = next.get() - 1; i >= 0 && i > next.get() - 10; i--) {
      Setting.require(Arrays.equals(way.find(prefix + i), value), "what was filled is not there");
    }
  }

  @Override
  public void close() {
    way.close();
  }

  private static final class ByLarder implements Way {

    private static final Terms TERMS = Terms.ttl(Setting.TTL);

    private final Larder larder;
    private final CacheStore<byte[]> store;

    ByLarder(Larder larder) {
      this.larder = larder;
      this.store = larder.store("filled", Codecs.bytes());
    }

    @Override
    public byte @Nullable [] find(String key) {
      return LarderHits.found(store, key);
    }

    @Override
    public boolean missAndFill(String key, byte[] value) {
      if (store.find(key) instanceof Miss) {
        Claim claim = store.claim(key);
        return store.fill(claim, value, TERMS) == FillResult.STORED;
      }
      return false;
    }

    @Override
    public void close() {
      larder.close();
    }
  }
}
