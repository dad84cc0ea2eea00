package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheRecorder;
import io.larder.cache.CacheResult;
import io.larder.cache.Lookup;
import io.larder.cache.Unavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Look-ups without a loader. Thread-safe. */
final class Finds<V> {

  private final Engine<V> engine;
  private final CacheRecorder recorder;

  Finds(Engine<V> engine) {
    this.engine = engine;
    this.recorder = engine.recorder();
  }

  CacheResult<V> find(String key) {
    Objects.requireNonNull(key, "key");
    Rules<V> now = engine.rules();
    String own = now.hooks().key(key);
    if (own == null) {
      recorder.bypassed("no-key");
      return new CacheResult.Missing<>();
    }
    engine.warmth().asked(key);
    return told(now, own, engine.lookUp(now, own));
  }

  Map<String, CacheResult<V>> findAll(Collection<String> keys) {
    Rules<V> now = engine.rules();
    Map<String, String> own = new LinkedHashMap<>();
    for (String key : keys) {
      String as = now.hooks().key(key);
      if (as == null) {
        recorder.bypassed("no-key");
      } else {
        engine.warmth().asked(key);
        own.put(key, as);
      }
    }
    Map<String, Lookup<V>> found = engine.lookUpAll(now, own.values());
    Map<String, CacheResult<V>> results = new LinkedHashMap<>();
    for (String key : keys) {
      String as = own.get(key);
      Lookup<V> each = as == null ? null : found.get(as);
      results.put(
          key, as == null || each == null ? new CacheResult.Missing<>() : told(now, as, each));
    }
    return results;
  }

  CacheResult<V> peek(String key) {
    Objects.requireNonNull(key, "key");
    Rules<V> now = engine.rules();
    String own = now.hooks().key(key);
    return own == null ? new CacheResult.Missing<>() : result(now, engine.lookUp(now, own));
  }

  private CacheResult<V> told(Rules<V> now, String key, Lookup<V> found) {
    CacheResult<V> result = result(now, found);
    if (result instanceof CacheResult.Hit) {
      recorder.hit(key, 0);
    } else if (result instanceof CacheResult.Stale) {
      recorder.staleHit(key, 0);
    } else {
      recorder.miss(key);
    }
    return result;
  }

  private CacheResult<V> result(Rules<V> now, Lookup<V> found) {
    if (found instanceof CacheEntry<V> entry) {
      V value = now.hooks().copied(entry.value());
      long reading = engine.ticker().read();
      long fresh = entry.freshNanosLeft(reading);
      return fresh > 0
          ? new CacheResult.Hit<>(value, Duration.ofNanos(fresh))
          : new CacheResult.Stale<>(
              value, Duration.ofNanos(Math.max(0, entry.usableNanosLeft(reading))));
    }
    return found instanceof Unavailable<V> unavailable
        ? new CacheResult.Failed<>(unavailable.reason())
        : new CacheResult.Missing<>();
  }
}
