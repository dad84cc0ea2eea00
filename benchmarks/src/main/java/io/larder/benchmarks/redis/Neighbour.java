package io.larder.benchmarks.redis;

import com.alicp.jetcache.Cache;
import io.larder.cache.Answer;
import io.larder.cache.Larder;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;

/**
 * Another node, which changes something each second that nobody measures: a tag of Larder's, and a
 * key of the others', who have no tags. Used by one thread.
 */
final class Neighbour implements AutoCloseable {

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final Larder larder;
  private final RedissonClient redisson;
  private final List<RLocalCachedMap<String, byte[]>> maps;
  private final JetCaches jetcaches;
  private final Cache<String, byte[]> jetcache;
  private final AtomicInteger changes = new AtomicInteger();
  private volatile @Nullable RuntimeException failure;
  private long began;

  Neighbour(URI redis) {
    this.larder = LarderHits.open(new Setting(redis, 0, 0), "", "");
    this.redisson = Redissons.connect(redis);
    this.maps = List.of(Redissons.map(redisson), Redissons.fastMap(redisson));
    this.jetcaches = new JetCaches(redis);
    this.jetcache = jetcaches.both();
  }

  void begin() {
    began = System.nanoTime();
    var unused = executor.scheduleAtFixedRate(this::changeOrStop, 0, 1, TimeUnit.SECONDS);
  }

  /**
   * Looks whether it did what it is for.
   *
   * @throws IllegalStateException if a change has failed, or they were far less than one a second
   */
  void check() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the neighbour has changed nothing more", failed);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    Setting.require(
        changes.get() >= seconds / 2,
        "the neighbour made " + changes + " changes in " + seconds + " s");
  }

  private void changeOrStop() {
    try {
      change();
      changes.incrementAndGet();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private void change() {
    Answer answer = larder.invalidate(List.of(Setting.UNRELATED));
    Setting.require(answer == Answer.APPLIED, "the unrelated tag is not invalidated");
    byte[] value = {1};
    for (RLocalCachedMap<String, byte[]> map : maps) {
      map.fastPut(Setting.UNRELATED, value);
      map.fastRemove(Setting.UNRELATED);
    }
    jetcache.put(Setting.UNRELATED, value);
    jetcache.remove(Setting.UNRELATED);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    larder.close();
    redisson.shutdown();
    jetcaches.close();
  }
}
