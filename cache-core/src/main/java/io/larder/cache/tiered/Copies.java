package io.larder.cache.tiered;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Ticker;
import io.larder.cache.memory.MemoryProvider;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The copies of one node: a store in memory, whose loads are the look-ups in the store behind, and
 * whose events are that store's. So a copy is fenced as every value is: what is announced while its
 * look-up is under way refuses it.
 *
 * <p>Time stands still in it between {@link #advance} and the next: it is told when somebody has
 * read the ticker anyway, since that is most of what a hit costs. Who takes a copy looks at the
 * time of the entry itself. Thread-safe.
 */
final class Copies implements AutoCloseable {

  /** How far the time in here may be behind before it is moved. */
  private static final long COARSE_NANOS = 1_000_000;

  private final Backend memory;
  private final Map<String, List<CacheStore<?>>> open = new HashMap<>(); // guarded by itself
  private volatile long time;

  /**
   * Creates it, empty.
   *
   * @param ticker the source of monotonic time
   * @param maxBytes the budget for views whose values have known sizes
   */
  Copies(BackendContext context, Ticker ticker, long maxBytes) {
    this.time = ticker.read();
    this.memory =
        MemoryProvider.open(
            new BackendContext(
                context.namespace(),
                () -> time,
                context.limits(),
                context.fenceWindow(),
                context.maxEntries()),
            maxBytes);
  }

  /** Opens the copies of a view, until {@link #close(CacheStore)}. */
  <V> CacheStore<CacheEntry<V>> open(View<V> view) {
    synchronized (open) {
      CacheStore<CacheEntry<V>> store =
          memory.open(
              new View<>(
                  view.name(), view.prefix(), new CopyCodec<>(view.codec()), view.allowance()));
      open.computeIfAbsent(view.name(), name -> new ArrayList<>()).add(store);
      return store;
    }
  }

  /** Closes what {@link #open} has returned. */
  void close(CacheStore<?> store) {
    synchronized (open) {
      List<CacheStore<?>> known = open.get(store.name());
      if (known != null && known.remove(store) && known.isEmpty()) {
        open.remove(store.name());
      }
      store.close();
    }
  }

  /** Drops what an event has ended. */
  void apply(Change change) {
    if (change instanceof Change.OfKey key) {
      synchronized (open) {
        of(key.view()).forEach(store -> store.evict(key.key()));
      }
    } else if (change instanceof Change.OfTag tag) {
      memory.invalidate(List.of(tag.tag()));
    } else if (change instanceof Change.OfFreshness tag) {
      memory.softPurge(List.of(tag.tag()));
    } else if (change instanceof Change.OfView view) {
      synchronized (open) {
        of(view.view()).forEach(CacheStore::clear);
      }
    } else {
      clear();
    }
  }

  /** Those that are open by that name share what lies there, so that one of them will do. */
  private List<CacheStore<?>> of(String view) {
    List<CacheStore<?>> known = open.get(view);
    return known == null ? List.of() : known.subList(0, 1);
  }

  /** Drops every copy, and refuses those whose look-ups are under way. */
  void clear() {
    memory.clear();
  }

  /**
   * Moves the time in here.
   *
   * @param now a reading of the ticker
   */
  void advance(long now) {
    if (now - time > COARSE_NANOS) {
      time = now;
    }
  }

  Backend memory() {
    return memory;
  }

  @Override
  public void close() {
    memory.close();
  }
}
