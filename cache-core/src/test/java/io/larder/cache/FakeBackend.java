package io.larder.cache;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A backend of maps that notes what it is asked, and has a thread that only its close ends. */
final class FakeBackend implements Backend {

  final BackendContext context;
  final List<String> asked = new CopyOnWriteArrayList<>();
  final AtomicInteger closings = new AtomicInteger();
  final CountDownLatch end = new CountDownLatch(1);
  final Thread thread;
  @Nullable RuntimeException failsToOpen;
  @Nullable RuntimeException failsToClose;

  private final String name;
  private final Map<String, CacheEntry<?>> entries = new ConcurrentHashMap<>();

  FakeBackend(String name, BackendContext context) {
    this.name = name;
    this.context = context;
    thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "fake-backend");
    thread.setDaemon(true);
    thread.start();
  }

  FakeBackend(BackendContext context) {
    this("fake:", context);
  }

  @Override
  public <V> CacheStore<V> open(View<V> view) {
    if (failsToOpen != null) {
      throw failsToOpen;
    }
    asked.add("open " + view.name() + " '" + view.prefix() + "'");
    return new FakeStore<>(view);
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    asked.add("invalidate " + tags);
    return Answer.APPLIED;
  }

  @Override
  public Answer softPurge(Collection<String> tags) {
    asked.add("softPurge " + tags);
    return Answer.APPLIED;
  }

  @Override
  public Answer clear() {
    asked.add("clear");
    entries.clear();
    return Answer.APPLIED;
  }

  @Override
  public Health health() {
    return new Health(true, name);
  }

  @Override
  public List<StoredKey> inspect(String pattern, int most) {
    return List.of();
  }

  @Override
  public String describe() {
    return name
        + " "
        + context.namespace()
        + " entries="
        + context.maxEntries()
        + " bytes="
        + context.limits().maxValueBytes()
        + " fence="
        + context.fenceWindow();
  }

  @Override
  public void close() {
    closings.incrementAndGet();
    end.countDown();
  }

  private final class FakeStore<V> implements CacheStore<V> {

    private final View<V> view;
    private volatile boolean closed;

    FakeStore(View<V> view) {
      this.view = view;
    }

    private void ask(String what) {
      if (closed) {
        throw new IllegalStateException("the view " + view.name() + " is closed");
      }
      asked.add(what);
    }

    private String key(String key) {
      return view.prefix() + key;
    }

    @Override
    public String name() {
      return view.name();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Lookup<V> find(String key) {
      ask("find " + key(key));
      CacheEntry<V> entry = (CacheEntry<V>) entries.get(key(key));
      return entry == null ? new Miss<>(1) : entry;
    }

    @Override
    public Map<String, Lookup<V>> findAll(Collection<String> keys) {
      Map<String, Lookup<V>> found = new LinkedHashMap<>();
      keys.forEach(key -> found.put(key, find(key)));
      return found;
    }

    @Override
    public Claim claim(String key) {
      ask("claim " + key(key));
      return new Claim(key, 1, 1, true);
    }

    @Override
    public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
      ask("fill " + key(claim.key()));
      if (!claim.granted()) {
        return FillResult.REFUSED;
      }
      entries.put(
          key(claim.key()),
          new CacheEntry<>(
              value, claim.id(), claim.stamp(), terms, context.ticker().read(), false));
      return FillResult.STORED;
    }

    @Override
    public void abandon(Claim claim) {
      ask("abandon " + key(claim.key()));
    }

    @Override
    public Answer put(Claim claim, @Nullable V value, Terms terms) {
      fill(claim, value, terms);
      return Answer.APPLIED;
    }

    @Override
    public Answer evict(String key) {
      ask("evict " + key(key));
      entries.remove(key(key));
      return Answer.APPLIED;
    }

    @Override
    public Answer evictAll(Collection<String> keys) {
      keys.forEach(this::evict);
      return Answer.APPLIED;
    }

    @Override
    public Answer invalidate(Collection<String> tags) {
      ask("invalidate " + tags);
      return Answer.APPLIED;
    }

    @Override
    public Answer softPurge(String key) {
      ask("softPurge " + key(key));
      return Answer.APPLIED;
    }

    @Override
    public Answer clear() {
      ask("clear " + view.name());
      return Answer.APPLIED;
    }

    @Override
    public void close() {
      closed = true;
      if (failsToClose != null) {
        throw failsToClose;
      }
    }
  }
}
