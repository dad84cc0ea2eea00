package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store that does what another does, for those that differ in a step. */
class ForwardingStore<V> implements CacheStore<V> {

  final CacheStore<V> store;

  ForwardingStore(CacheStore<V> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Lookup<V> find(String key) {
    return store.find(key);
  }

  @Override
  public final Map<String, Lookup<V>> findAll(Collection<String> keys) {
    Map<String, Lookup<V>> found = new LinkedHashMap<>();
    keys.forEach(key -> found.put(key, find(key)));
    return found;
  }

  @Override
  public Claim claim(String key) {
    return store.claim(key);
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    return store.fill(claim, value, terms);
  }

  @Override
  public void abandon(Claim claim) {
    store.abandon(claim);
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    return store.put(claim, value, terms);
  }

  @Override
  public Answer evict(String key) {
    return store.evict(key);
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    return store.evictAll(keys);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return store.invalidate(tags);
  }

  @Override
  public Answer softPurge(String key) {
    return store.softPurge(key);
  }

  @Override
  public Answer clear() {
    return store.clear();
  }

  @Override
  public void close() {
    store.close();
  }
}
