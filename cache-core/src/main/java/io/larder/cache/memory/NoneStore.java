package io.larder.cache.memory;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view in which nothing lies, so that whatever ends entries has happened already. */
final class NoneStore<V> implements CacheStore<V> {

  private final String name;
  private final Lookup<V> nothing = new Unavailable<>("no store");
  private volatile boolean closed;

  NoneStore(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Lookup<V> find(String key) {
    requireOpen();
    return nothing;
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    requireOpen();
    Map<String, Lookup<V>> answers = new LinkedHashMap<>();
    keys.forEach(key -> answers.put(key, nothing));
    return answers;
  }

  @Override
  public Claim claim(String key) {
    requireOpen();
    return Claim.refused(key);
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    return FillResult.UNAVAILABLE;
  }

  @Override
  public void abandon(Claim claim) {
    requireOpen();
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    return applied();
  }

  @Override
  public Answer evict(String key) {
    return applied();
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    return applied();
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return applied();
  }

  @Override
  public Answer softPurge(String key) {
    return applied();
  }

  @Override
  public Answer clear() {
    return applied();
  }

  @Override
  public void close() {
    closed = true;
  }

  private Answer applied() {
    requireOpen();
    return Answer.APPLIED;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the view '" + name + "' is closed");
    }
  }
}
