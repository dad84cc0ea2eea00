package io.larder.cache.tiered;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view with copies of what is fresh before it. Only a look-up brings a copy: what was just filled
 * is copied when it is asked for again. What this node itself ends is gone from its copies before
 * the call returns.
 */
final class TieredStore<V> implements CacheStore<V> {

  private final CacheStore<V> far;
  private final CacheStore<CacheEntry<V>> near;
  private final TieredBackend backend;
  private final Coherence coherence;
  private final Ticker ticker;

  TieredStore(CacheStore<V> far, CacheStore<CacheEntry<V>> near, TieredBackend backend) {
    this.far = far;
    this.near = near;
    this.backend = backend;
    this.coherence = backend.coherence();
    this.ticker = backend.ticker();
  }

  @Override
  public String name() {
    return far.name();
  }

  @Override
  public Lookup<V> find(String key) {
    long now = ticker.read();
    if (!coherence.isCurrent(now)) {
      return far.find(key);
    }
    CacheEntry<V> copy = copy(near.find(key), now);
    if (copy != null) {
      return copy;
    }
    Claim claim = near.claim(key); // before the look-up: what is announced from now on refuses it
    Lookup<V> found = far.find(key);
    keep(claim, found);
    return found;
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    long now = ticker.read();
    if (!coherence.isCurrent(now)) {
      return far.findAll(keys);
    }
    Map<String, Lookup<V>> found = new LinkedHashMap<>(); // in the order of the keys
    Map<String, Claim> missing = new LinkedHashMap<>();
    for (String key : keys) {
      CacheEntry<V> copy = copy(near.find(key), now);
      if (copy == null) {
        missing.computeIfAbsent(key, near::claim);
      }
      found.put(key, copy == null ? new Miss<>(Miss.UNKNOWN) : copy);
    }
    if (!missing.isEmpty()) {
      found.putAll(far.findAll(missing.keySet()));
      missing.forEach((key, claim) -> keep(claim, found.get(key)));
    }
    return found;
  }

  /** Returns the copy that was found, if it is fresh: what is stale may have been replaced. */
  private @Nullable CacheEntry<V> copy(Lookup<CacheEntry<V>> found, long now) {
    if (found instanceof CacheEntry<CacheEntry<V>> lying && !lying.softPurged()) {
      CacheEntry<V> copy = lying.value();
      return copy != null && copy.isFresh(now) ? copy : null;
    }
    return null;
  }

  private void keep(Claim claim, @Nullable Lookup<V> found) {
    long now = ticker.read();
    backend.copies().advance(now);
    if (found instanceof CacheEntry<V> entry && entry.isFresh(now)) {
      Duration left = Duration.ofNanos(entry.freshNanosLeft(now));
      try {
        near.fill(claim, entry, Terms.ttl(left).tagged(entry.tags()));
        return;
      } catch (LimitException e) {
        // It is too big for the copies' share of the memory, and stays where it is.
      }
    }
    near.abandon(claim);
  }

  @Override
  public Claim claim(String key) {
    return far.claim(key);
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    FillResult result = far.fill(claim, value, terms);
    near.evict(claim.key()); // an older one, which was replaced before its time was over
    return result;
  }

  @Override
  public void abandon(Claim claim) {
    far.abandon(claim);
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    try {
      return far.put(claim, value, terms);
    } finally {
      near.evict(claim.key());
    }
  }

  @Override
  public Answer evict(String key) {
    Answer answer = far.evict(key);
    near.evict(key);
    return answer;
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    Answer answer = far.evictAll(keys);
    near.evictAll(keys);
    return answer;
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    Answer answer = far.invalidate(tags);
    backend.copies().memory().invalidate(tags);
    return answer;
  }

  @Override
  public Answer softPurge(String key) {
    Answer answer = far.softPurge(key);
    near.evict(key);
    return answer;
  }

  @Override
  public Answer clear() {
    Answer answer = far.clear();
    near.clear();
    return answer;
  }

  @Override
  public void close() {
    backend.copies().close(near);
    far.close();
  }
}
