package io.larder.benchmarks.redis;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hits in one of Larder's stores: {@code find} by a text in a view of bytes. On Redis that is
 * {@code PTTL}, {@code GET} and {@code ZMSCORE} in one round trip, and each value is the caller's
 * own copy.
 */
final class LarderHits implements Contender {

  private static final Terms TERMS = Terms.ttl(Setting.TTL);

  private final Setting setting;
  private final Larder larder;
  private final CacheStore<byte[]> store;
  private final String[] names;
  private final ScheduledExecutorService neighbour = Executors.newSingleThreadScheduledExecutor();

  private LarderHits(Setting setting, Larder larder) {
    this.setting = setting;
    this.larder = larder;
    this.store = larder.store("values", Codecs.bytes());
    this.names = setting.names();
    for (int i = 0; i < names.length; i++) {
      FillResult result = store.fill(store.claim(names[i]), setting.value(i), TERMS);
      Setting.require(result == FillResult.STORED, names[i] + " is not stored but " + result);
    }
  }

  /** In memory; nobody but itself can invalidate there. */
  static Contender memory(Setting setting) {
    LarderHits hits = new LarderHits(setting, Larder.open("memory:?maxBytes=1GB"));
    var unused =
        hits.neighbour.scheduleAtFixedRate(
            () -> hits.larder.invalidate(Setting.UNRELATED), 0, 1, TimeUnit.SECONDS);
    return hits;
  }

  /** On Redis, with as many connections as all others have. */
  static Contender redis(Setting setting) {
    return new LarderHits(setting, open(setting, "", ""));
  }

  /** In the copies in memory. */
  static Contender tiered(Setting setting) {
    LarderHits hits = new LarderHits(setting, open(setting, "tiered+", "&maxBytes=1GB"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    CopyStats stats;
    do {
      Setting.require(System.nanoTime() - end < 0, "not all of them are in memory");
      CopyStats before = hits.larder.copyStats();
      hits.verify();
      stats = hits.larder.copyStats().minus(before);
    } while (stats.hits() < setting.keys());
    return hits;
  }

  static Larder open(Setting setting, String kind, String options) {
    return Larder.open(
        kind
            + setting.redis()
            + "?namespace="
            + Setting.NAMESPACE
            + "&timeout=10s&deadline=20s&poolWait=10s"
            + options);
  }

  @Override
  public void run(int from, int times) {
    long sum = 0;
    int at = from % names.length;
    for (int i = 0; i < times; i++) {
      if (store.find(names[at]) instanceof CacheEntry<byte[]> entry && entry.value() != null) {
        sum += entry.value().length;
      }
      at = at + 1 == names.length ? 0 : at + 1;
    }
    setting.requireBytes(sum, times);
  }

  @Override
  public void verify() {
    for (int i = 0; i < names.length; i++) {
      setting.verify(i, found(store, names[i]));
    }
  }

  static byte @Nullable [] found(CacheStore<byte[]> store, String name) {
    return store.find(name) instanceof CacheEntry<byte[]> entry ? entry.value() : null;
  }

  @Override
  public void close() {
    neighbour.shutdownNow();
    larder.close();
  }
}
