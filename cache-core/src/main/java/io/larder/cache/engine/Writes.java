package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Terms;
import io.larder.cache.ValueSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
    Rules<V> now = engine.rules();
    Map<String, @Nullable V> byKey = new LinkedHashMap<>(); // of two under one key the last counts
    values.forEach(
        (key, value) -> {
          String own = now.hooks().key(Objects.requireNonNull(key, "key"));
          if (own != null) {
            byKey.put(own, value);
          }
        });
    Map<String, Claim> claims = store.claimAll(byKey.keySet());
    List<ClaimedValue<V>> puts = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    RuntimeException failure = null;
    for (Map.Entry<String, @Nullable V> each : byKey.entrySet()) {
      try {
        ClaimedValue<V> put =
            new Putting<>(engine, now, claims.get(each.getKey())).claimed(each.getValue(), ttl);
        if (put == null) {
          ended.add(each.getKey());
        } else {
          puts.add(put);
        }
      } catch (RuntimeException e) { // the application's own code: of this value, and no other
        failure = failure == null ? e : failure;
      }
    }
    Answer answer = ended.isEmpty() ? Answer.APPLIED : store.evictAll(ended);
    if (!puts.isEmpty()) {
      try {
        answer = answer.and(store.putAll(puts));
      } finally {
        engine.hasFilled();
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answer;
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
