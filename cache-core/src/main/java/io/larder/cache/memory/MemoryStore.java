package io.larder.cache.memory;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Lookup;
import io.larder.cache.Terms;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view in memory as an application holds it: checks what it is given, until it is closed. */
final class MemoryStore<V> implements CacheStore<V> {

  private final MemoryView<V> view;
  private final MemoryBackend backend;
  private final int prefixBytes;
  private volatile boolean closed;

  MemoryStore(MemoryView<V> view, MemoryBackend backend, int prefixBytes) {
    this.view = view;
    this.backend = backend;
    this.prefixBytes = prefixBytes;
  }

  @Override
  public String name() {
    return view.view().name();
  }

  @Override
  public Lookup<V> find(String key) {
    requireOpen();
    Lookup<V> found = view.find(key);
    if (!(found instanceof CacheEntry)) { // an illegal key is never found, so a hit needs no check
      checkKey(key);
    }
    return found;
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    requireOpen();
    keys.forEach(this::checkKey);
    Map<String, Lookup<V>> found = new LinkedHashMap<>();
    keys.forEach(key -> found.put(key, view.find(key)));
    return found;
  }

  @Override
  public Claim claim(String key) {
    requireOpen();
    checkKey(key);
    return view.claim(key);
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    if (!claim.granted()) {
      return FillResult.UNAVAILABLE;
    }
    checkEntry(claim.key(), value, terms);
    return view.fill(claim, value, terms);
  }

  @Override
  public void abandon(Claim claim) {
    requireOpen();
    view.abandon(claim);
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    requireOpen();
    checkKey(claim.key());
    try {
      checkEntry(claim.key(), value, terms);
    } catch (LimitException e) {
      evict(claim.key());
      throw e;
    }
    view.put(claim, value, terms);
    return Answer.APPLIED;
  }

  @Override
  public Answer evict(String key) {
    return evictAll(List.of(key));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    requireOpen();
    keys.forEach(this::checkKey);
    keys.forEach(view::remove);
    backend.clock().move();
    return Answer.APPLIED;
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return backend.invalidate(tags);
  }

  @Override
  public Answer softPurge(String key) {
    requireOpen();
    checkKey(key);
    view.softPurge(key);
    return Answer.APPLIED;
  }

  @Override
  public Answer clear() {
    requireOpen();
    view.clear();
    return Answer.APPLIED;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    backend.release(view);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the view '" + name() + "' is closed");
    }
  }

  private void checkKey(String key) {
    int room = Limits.MAX_KEY_BYTES - prefixBytes;
    boolean sure = 3 * (long) key.length() <= room; // three bytes a character at most
    int bytes = sure || key.length() > room ? key.length() : Utf8.length(key);
    Limits.checkKey(prefixBytes + bytes, key);
  }

  private void checkEntry(String key, @Nullable V value, Terms terms) {
    Limits.checkTags(terms.tags());
    if (value == null) {
      return;
    }
    long bytes = view.view().codec().sizeOf(value).orElse(0);
    view.view().limits(backend.limits()).checkValue(bytes, key);
    if (view.view().codec().sized() && bytes + Weight.ENTRY > view.share()) {
      throw new LimitException(
          "a value of the view '"
              + name()
              + "' has "
              + bytes
              + " bytes, and the view's share of"
              + " the memory is "
              + view.share()
              + ": raise maxBytes or store less");
    }
  }
}
