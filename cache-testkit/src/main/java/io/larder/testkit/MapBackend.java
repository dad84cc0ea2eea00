package io.larder.testkit;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.Health;
import io.larder.cache.StoredKey;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A namespace over maps, for tests: its views are {@link MapStore}s that share one logical clock
 * and one lock. It has no threads.
 *
 * <pre>{@code
 * Larder larder = Larder.builder().backend(MapBackend::new).ticker(clock).build();
 * }</pre>
 *
 * <p>The limits of keys, tags and values hold; the number of entries is not limited, so {@code
 * maxEntries} changes nothing. Thread-safe.
 */
public final class MapBackend implements Backend {

  private final BackendContext context;
  private final Object lock = new Object();
  private final MapClock clock = new MapClock();
  private final Map<String, MapView<?>> views = new LinkedHashMap<>();
  private boolean closed;

  /** Creates an empty namespace. */
  public MapBackend(BackendContext context) {
    this.context = context;
  }

  BackendContext context() {
    return context;
  }

  /** Returns what every call of every view holds while it runs. */
  Object lock() {
    return lock;
  }

  /**
   * Opens a view. It keeps its entries for as long as somebody holds it open.
   *
   * @throws IllegalArgumentException if a view of that name is open with another codec
   * @throws IllegalStateException if this backend is closed
   */
  @Override
  public <V> MapStore<V> open(View<V> view) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the store over maps is closed");
      }
      MapView<V> opened = known(view);
      if (opened == null) {
        opened = new MapView<>(view, clock, context);
        views.put(view.name(), opened);
      }
      opened.holders++;
      return new MapStore<>(this, opened);
    }
  }

  @SuppressWarnings("unchecked") // a view is only shared by those who open it with its own codec
  private <V> @Nullable MapView<V> known(View<V> view) {
    MapView<?> known = views.get(view.name());
    if (known != null && !known.view().equals(view)) {
      throw new IllegalArgumentException(
          "the view '" + view.name() + "' is open with another codec: give it another name");
    }
    return (MapView<V>) known;
  }

  /** Takes notice that a store was closed; the lock is held. */
  void release(MapView<?> view) {
    view.holders--;
    if (view.holders == 0) {
      views.remove(view.view().name(), view);
    }
  }

  /**
   * Makes what lies under a view's key, an entry or a claim, disappear as expiry or want of memory
   * would: no event, the clock stays. Where nothing lies nothing happens.
   *
   * @throws IllegalArgumentException if no view of that name is open
   */
  public void vanish(String view, String key) {
    synchronized (lock) {
      MapView<?> known = views.get(view);
      if (known == null) {
        throw new IllegalArgumentException(
            "no view '" + view + "' is open: the open ones are " + views.keySet());
      }
      known.vanish(key);
    }
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    synchronized (lock) {
      clock.invalidate(tags);
      return Answer.APPLIED;
    }
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    synchronized (lock) {
      clock.softPurge(tags);
      return Answer.APPLIED;
    }
  }

  @Override
  public Answer clear() {
    synchronized (lock) {
      clock.clear();
      return Answer.APPLIED;
    }
  }

  @Override
  public Health health() {
    return new Health(true, describe());
  }

  /** Lists what a look-up would find; the beginning of a payload is that of its text. */
  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    Pattern wanted =
        Pattern.compile(
            Arrays.stream(pattern.split("\\*+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
    synchronized (lock) {
      List<StoredKey> keys = new ArrayList<>();
      views.values().forEach(view -> list(view, keys));
      return keys.stream().filter(key -> wanted.matcher(key.key()).matches()).limit(most).toList();
    }
  }

  private <V> void list(MapView<V> view, List<StoredKey> keys) {
    long now = context.ticker().read();
    for (String key : view.keys()) {
      if (view.find(key) instanceof CacheEntry<V> entry) {
        V value = entry.value();
        String text = String.valueOf(value);
        keys.add(
            new StoredKey(
                context.namespace() + ":" + view.view().prefix() + key,
                "map",
                Duration.ofNanos(entry.usableNanosLeft(now)),
                value == null ? 0 : view.view().codec().sizeOf(value).orElse(0),
                entry.age(now),
                entry.tags(),
                text.substring(0, Math.min(text.length(), 80)).replaceAll("\\p{Cntrl}", "\uFFFD"),
                entry.softPurged() ? "soft-purged" : null));
      }
    }
  }

  @Override
  public String describe() {
    return "maps, for tests";
  }

  /** Drops everything; nothing can be opened any more. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      views.clear();
    }
  }
}
