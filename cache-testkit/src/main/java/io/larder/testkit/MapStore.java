package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store over maps, written to be read: what a {@link CacheStore} has to do, with nothing for
 * speed. A {@link MapBackend} opens it.
 *
 * <p>This class checks what it is given and holds the lock; what lies under a key, and how that
 * changes, is in {@code MapView}; the clock by which all views of a backend are judged, in {@code
 * MapClock}. Every call is one step under one lock. Nothing is dropped for want of memory, and tags
 * are never forgotten: it is for tests. Thread-safe.
 *
 * @param <V> the type of the values
 */
public final class MapStore<V> implements CacheStore<V> {

  private final MapBackend backend;
  private final MapView<V> view;
  private boolean closed;

  MapStore(MapBackend backend, MapView<V> view) {
    this.backend = backend;
    this.view = view;
  }

  @Override
  public String name() {
    return view.view().name();
  }

  @Override
  public Lookup<V> find(String key) {
    synchronized (backend.lock()) {
      requireOpen();
      checkKey(key);
      return view.find(key);
    }
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    synchronized (backend.lock()) {
      requireOpen();
      keys.forEach(this::checkKey);
      Map<String, Lookup<V>> found = new LinkedHashMap<>();
      keys.forEach(key -> found.put(key, view.find(key)));
      return found;
    }
  }

  @Override
  public Claim claim(String key) {
    synchronized (backend.lock()) {
      requireOpen();
      checkKey(key);
      return view.claim(key);
    }
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    synchronized (backend.lock()) {
      requireOpen();
      checkEntry(claim.key(), value, terms);
      return view.fill(claim, value, terms);
    }
  }

  @Override
  public void abandon(Claim claim) {
    synchronized (backend.lock()) {
      requireOpen();
      view.abandon(claim);
    }
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    synchronized (backend.lock()) {
      requireOpen();
      checkKey(claim.key());
      try {
        checkEntry(claim.key(), value, terms);
      } catch (LimitException e) {
        view.evict(List.of(claim.key())); // the value has changed, though the new one cannot lie
        throw e;
      }
      view.put(claim, value, terms);
      return Answer.APPLIED;
    }
  }

  @Override
  public Answer evict(String key) {
    return evictAll(List.of(key));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    synchronized (backend.lock()) {
      requireOpen();
      keys.forEach(this::checkKey);
      view.evict(keys);
      return Answer.APPLIED;
    }
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    synchronized (backend.lock()) {
      requireOpen();
      tags.forEach(Limits::checkTag);
      return backend.invalidate(tags);
    }
  }

  @Override
  public Answer softPurge(String key) {
    synchronized (backend.lock()) {
      requireOpen();
      checkKey(key);
      view.softPurge(key);
      return Answer.APPLIED;
    }
  }

  @Override
  public Answer clear() {
    synchronized (backend.lock()) {
      requireOpen();
      view.clear();
      return Answer.APPLIED;
    }
  }

  @Override
  public void close() {
    synchronized (backend.lock()) {
      if (!closed) {
        closed = true;
        backend.release(view);
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the view '" + name() + "' is closed");
    }
  }

  /** A key counts as it would lie in a store that is shared: with its namespace and view. */
  private void checkKey(String key) {
    String whole = backend.context().namespace() + ":" + view.view().prefix() + key;
    Limits.checkKey(whole.getBytes(StandardCharsets.UTF_8).length, key);
  }

  private void checkEntry(String key, @Nullable V value, Terms terms) {
    Limits.checkTags(terms.tags());
    if (value != null) {
      long bytes = view.view().codec().sizeOf(value).orElse(0);
      view.view().limits(backend.context().limits()).checkValue(bytes, key);
    }
  }
}
