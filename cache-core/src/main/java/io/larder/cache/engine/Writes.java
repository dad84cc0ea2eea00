package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Terms;
import io.larder.cache.ValueSupplier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What changes a cache by hand: puts, and what ends one key or many. Thread-safe. */
final class Writes<V> {

  private final Engine<V> engine;
  private final CacheStore<V> store;

  Writes(Engine<V> engine) {
    this.engine = engine;
    this.store = engine.store();
  }

  Putting<V> putting(String key) {
    Objects.requireNonNull(key, "key");
    Rules<V> now = engine.rules();
    return new Putting<>(engine, now, now.hooks().key(key));
  }

  <X extends Exception> @Nullable V put(String key, ValueSupplier<V, X> supplier) throws X {
    Putting<V> putting = putting(key);
    Saying said = new Saying();
    V value;
    boolean computed = false;
    Computing.enter(said);
    try {
      value = supplier.get();
      computed = true;
    } finally {
      Computing.leave();
      if (!computed) {
        putting.abandon();
      }
    }
    putting.keep(value, null, List.of(), said);
    return engine.rules().hooks().copied(value);
  }

  Answer put(String key, @Nullable V value, @Nullable Duration ttl) {
    return putting(key).put(value, ttl, List.of(), new Saying());
  }

  Answer putAll(Map<String, ? extends V> values, @Nullable Duration ttl) {
    Answer all = Answer.APPLIED;
    for (Map.Entry<String, ? extends V> each : values.entrySet()) {
      all = all.and(put(each.getKey(), each.getValue(), ttl));
    }
    return all;
  }

  boolean putIfAbsent(String key, @Nullable V value, @Nullable Duration ttl) {
    Rules<V> now = engine.rules();
    String own = now.hooks().key(key);
    if (own == null || engine.isFresh(now, own) || !now.hooks().stores(value)) {
      return false;
    }
    Terms terms =
        now.lifetimes().terms(value == null, ttl, now.tags(), Duration.ZERO, engine.random());
    if (terms == null) {
      return false;
    }
    Claim claim = store.claim(own);
    if (engine.isFresh(now, own)) {
      return false; // put since: the claim is one of that
    }
    boolean stored = store.fill(claim, value, terms) == FillResult.STORED;
    if (stored) {
      engine.hasFilled();
    }
    return stored;
  }

  Answer evict(String key) {
    Objects.requireNonNull(key, "key");
    String own = engine.rules().hooks().key(key);
    return own == null ? Answer.APPLIED : store.evict(own);
  }

  Answer evictAll(Collection<String> keys) {
    Hooks<V> hooks = engine.rules().hooks();
    return store.evictAll(keys.stream().map(hooks::key).filter(Objects::nonNull).toList());
  }

  Answer softPurge(String key) {
    Objects.requireNonNull(key, "key");
    String own = engine.rules().hooks().key(key);
    return own == null ? Answer.APPLIED : store.softPurge(own);
  }
}
