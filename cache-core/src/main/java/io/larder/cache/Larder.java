package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.TypeToken;
import io.larder.cache.engine.Engine;
import io.larder.cache.key.ViewNames;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What an application opens once and closes at its end: one namespace of one store, with its
 * logical clock, its tags and its budget. Everything else is a typed view of it.
 *
 * <pre>{@code
 * try (Larder larder = Larder.open("redis://localhost:6379/0?namespace=shop")) {
 *   CacheStore<String> greetings = larder.store("greetings", Codecs.utf8());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Opening does not wait for a server that is down.
 */
public final class Larder implements AutoCloseable {

  /** The view that holds pages; its keys have no prefix, since a page's key is its URI. */
  private static final String PAGES = "pages";

  private final Backend backend;
  private final BackendContext context;
  private final Duration defaultTtl;
  private final Map<String, Opened<?>> views = new HashMap<>();
  private final Pages pages;
  private final Recorders recorders;
  private final Caches caches;
  private final Timer timer = new Timer();
  private final AtomicLong events = new AtomicLong();
  private volatile boolean enabled = true;
  private volatile boolean closed;

  Larder(
      Backend backend,
      BackendContext context,
      Duration defaultTtl,
      @Nullable CacheListener told,
      @Nullable Executor executor,
      Map<String, CacheSettings> configured) {
    this.backend = backend;
    this.context = context;
    this.defaultTtl = defaultTtl;
    this.recorders = new Recorders(told);
    this.caches = new Caches(this, new Shared(), !backend.keepsReferences(), executor, configured);
    this.pages =
        new Pages(
            new SwitchedStore<>(
                backend.open(new View<>(PAGES, "", new PageCodec(), Page.MOST_HEAD_BYTES)), this));
  }

  /**
   * Opens a store by its URI: {@code memory:?maxBytes=64MB}, {@code none:}, {@code
   * redis://user:pw@host:6379/0?namespace=shop}, {@code rediss://…}.
   *
   * @throws IllegalArgumentException if the URI is wrong, with a sentence that names what
   */
  public static Larder open(String uri) {
    return builder().store(uri).build();
  }

  /**
   * Opens what the settings say.
   *
   * @throws IllegalArgumentException if they are wrong, with a sentence that names what
   */
  public static Larder open(LarderSettings settings) {
    return builder().settings(settings).build();
  }

  /** Returns a builder, for an existing client or a manual clock. */
  public static LarderBuilder builder() {
    return new LarderBuilder();
  }

  /**
   * Returns the view of that name; the same one for the same name, until it is closed.
   *
   * @throws IllegalArgumentException if the name is none, or is taken: by a view that is open with
   *     another codec, or by the pages
   * @throws IllegalStateException if this Larder is closed
   */
  public <V> CacheStore<V> store(String name, Codec<V> codec) {
    return open(name, codec, "");
  }

  /**
   * Opens a view.
   *
   * @param version of the values' form; empty: none
   */
  @SuppressWarnings("unchecked") // a view is kept beside the codec that made it
  <V> CacheStore<V> open(String name, Codec<V> codec, String version) {
    Objects.requireNonNull(codec, "codec");
    ViewNames.check(name);
    if (name.equals(PAGES)) {
      throw new IllegalArgumentException(
          "the view name 'pages' is that of the stored responses: choose another, or use pages()");
    }
    // No key has a '#' in it: it is percent-encoded.
    String prefix = version.isEmpty() ? name + ":" : name + ":#" + version + ":";
    synchronized (views) {
      requireOpen();
      Opened<?> known = views.get(name);
      if (known == null || known.store().closed()) {
        Opened<V> opened =
            new Opened<>(
                codec, new SwitchedStore<>(backend.open(new View<>(name, prefix, codec)), this));
        views.put(name, opened);
        return opened.store();
      }
      if (!known.codec().equals(codec)) {
        throw new IllegalArgumentException(
            "the view '" + name + "' is open with another codec: give one of the two another name");
      }
      return (CacheStore<V>) known.store();
    }
  }

  /**
   * Returns the cache of that name, and opens it if need be, with what properties say of it; the
   * same one for the same name.
   *
   * @throws IllegalArgumentException if the name is none for a view, if the cache is open for
   *     another type, or if the store needs bytes and values of the type cannot be written
   * @throws IllegalStateException if this Larder is closed
   */
  public <V> Cache<V> cache(String name, Class<V> type) {
    requireOpen();
    return caches.cache(name, Objects.requireNonNull(type, "type"), CacheSettings.NONE);
  }

  /**
   * Returns the cache of that name for values of a generic type: {@code larder.cache("found", new
   * TypeToken<List<University>>() {})}; see {@link #cache(String, Class)}.
   *
   * @throws IllegalArgumentException as {@link #cache(String, Class)} does
   * @throws IllegalStateException if this Larder is closed
   */
  public <V> Cache<V> cache(String name, TypeToken<V> type) {
    requireOpen();
    return caches.cache(name, type.type(), CacheSettings.NONE);
  }

  /** Returns a builder for a cache that is set by code. */
  public <V> CacheBuilder<V> cacheBuilder(String name, Class<V> type) {
    return new CacheBuilder<>(caches, name, Objects.requireNonNull(type, "type"));
  }

  /** Returns a builder for a cache of values of a generic type that is set by code. */
  public <V> CacheBuilder<V> cacheBuilder(String name, TypeToken<V> type) {
    return new CacheBuilder<>(caches, name, type.type());
  }

  /**
   * Sets what properties say of the cache of that name, from now on: {@code ttl=30s
   * staleIfError=1h}. An empty line takes back what they said.
   *
   * @throws IllegalArgumentException if the line is wrong, or contradicts what code says, with a
   *     sentence that names what
   */
  public void configure(String cache, String line) {
    requireOpen();
    caches.configure(cache, CacheSettings.parse(line));
  }

  /** Returns the stored HTTP responses. */
  public Pages pages() {
    return pages;
  }

  /**
   * Ends every entry, pages and values alike, that carries one of the tags: one step, whatever
   * their number.
   *
   * @throws LimitException if a tag is empty or too long
   */
  public Answer invalidate(String... tags) {
    return invalidate(List.of(tags));
  }

  /** The same for a collection, see {@link #invalidate(String...)}. */
  public Answer invalidate(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return tags.isEmpty() ? Answer.APPLIED : noted(backend.invalidate(tags));
  }

  /**
   * Ends the freshness of every entry that carries one of the tags; they stay usable as far as
   * their terms allow.
   *
   * @throws LimitException if a tag is empty or too long
   */
  public Answer softPurge(Collection<String> tags) {
    requireOpen();
    tags.forEach(Limits::checkTag);
    return tags.isEmpty() ? Answer.APPLIED : noted(backend.softPurge(tags));
  }

  /** Ends everything in the namespace in one step. */
  public Answer clear() {
    requireOpen();
    return noted(backend.clear());
  }

  /** Counts what has ended entries, whether the store has taken that or not. */
  Answer noted(Answer answer) {
    events.incrementAndGet();
    return answer;
  }

  /** Returns whether look-ups and fills are on. */
  public boolean enabled() {
    return enabled;
  }

  /**
   * Switches caching off or on at run time. While it is off nothing is looked up or stored, and
   * invalidations still go through, so that nothing outdated is there when it is on again.
   */
  public void enabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Returns the ttl of rules and caches that say nothing. */
  public Duration defaultTtl() {
    return defaultTtl;
  }

  /** Returns the ticker by which entries are judged. */
  public Ticker ticker() {
    return context.ticker();
  }

  /** Returns the limits of what may be stored. */
  public Limits limits() {
    return context.limits();
  }

  /** Returns what was counted of all caches and pages since this Larder was opened. */
  public CacheStats stats() {
    return recorders.stats();
  }

  /**
   * Returns what was counted of one cache.
   *
   * @param cache its name, or what covers a page: see {@link CacheListener}. Nothing was counted of
   *     a name that there is not
   */
  public CacheStats stats(String cache) {
    return recorders.stats(cache);
  }

  /** Returns what was counted of each cache, by their names. */
  public Map<String, CacheStats> statsByCache() {
    return recorders.statsByCache();
  }

  /** Returns what an engine tells of a cache of that name; the same one for the same name. */
  public CacheRecorder recorder(String cache) {
    return recorders.of(Objects.requireNonNull(cache, "cache"));
  }

  /** Asks the store whether it is there; blocks for its timeout at most. */
  public Health health() {
    return closed ? new Health(false, "closed") : backend.health();
  }

  /**
   * Lists what lies in the store, for operators; see {@link Backend#inspect}.
   *
   * @throws IllegalStateException if the store cannot be reached
   */
  public List<StoredKey> inspect(String pattern, int most) {
    requireOpen();
    return backend.inspect(pattern, most);
  }

  /**
   * Closes every view and what this Larder has opened; no thread of it is left. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    synchronized (views) {
      if (closed) {
        return;
      }
      closed = true;
    }
    timer.close();
    caches.close(); // without the lock that whoever opens a cache at this moment waits for
    synchronized (views) {
      try {
        views.values().forEach(view -> view.store().close());
        pages.store().close();
      } finally {
        backend.close();
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this Larder is closed: " + this);
    }
  }

  /** What the engines of caches know of this. */
  private final class Shared implements Engine.Surroundings {

    @Override
    public Ticker ticker() {
      return context.ticker();
    }

    @Override
    public boolean enabled() {
      return enabled;
    }

    @Override
    public long events() {
      return events.get();
    }

    @Override
    public Runnable every(Duration time, Runnable task) {
      return timer.every(time, task);
    }
  }

  /** A view beside the codec that made it. */
  private record Opened<V>(Codec<V> codec, SwitchedStore<V> store) {}

  /** Returns what this is and where, without secrets. */
  @Override
  public String toString() {
    return "Larder[" + backend.describe() + "]";
  }
}
