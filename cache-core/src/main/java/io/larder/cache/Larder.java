package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.TypeToken;
import io.larder.cache.engine.Engine;
import io.larder.cache.engine.Surroundings;
import io.larder.cache.key.ViewNames;
import io.larder.cache.method.Methods;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
  private final StoredForm form;
  private final BackendContext context;
  private final Duration defaultTtl;
  private final Map<String, Opened<?>> views = new HashMap<>();
  private final Pages pages;
  private final Recorders recorders;
  private final Caches caches;
  private final Methods methods;
  private final Timer timer = new Timer();
  private final AtomicLong events = new AtomicLong();
  private volatile boolean enabled = true;
  private volatile boolean closed;

  Larder(
      Backend backend,
      StoredForm form,
      BackendContext context,
      Duration defaultTtl,
      @Nullable CacheListener told,
      @Nullable Executor executor,
      Map<String, CacheSettings> configured,
      Consumer<Runnable> afterCommit) {
    this.backend = backend;
    this.form = form;
    this.context = context;
    this.defaultTtl = defaultTtl;
    this.recorders = new Recorders(told);
    this.caches =
        new Caches(
            this, new Shared(), !backend.keepsReferences(), executor, configured, afterCommit);
    this.methods = new Methods(caches);
    Codec<Page> pageCodec = stored(new PageCodec());
    this.pages =
        new Pages(
            new SwitchedStore<>(
                backend.open(new View<>(PAGES, "", pageCodec, Page.MOST_HEAD_BYTES)), this));
  }

  /** Returns what writes values for the store: none is written where they lie by reference. */
  private <V> Codec<V> stored(Codec<V> codec) {
    return backend.keepsReferences() ? codec : form.of(codec);
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
        View<V> view = new View<>(name, prefix, stored(codec));
        Opened<V> opened = new Opened<>(codec, new SwitchedStore<>(backend.open(view), this));
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
    return caches.cache(name, boxed(type), CacheSettings.NONE);
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

  /** Returns the class itself, of a primitive type that of its values as objects. */
  private static Type boxed(Class<?> type) {
    return MethodType.methodType(Objects.requireNonNull(type, "type")).wrap().returnType();
  }

  /** Returns a builder for a cache that is set by code. */
  public <V> CacheBuilder<V> cacheBuilder(String name, Class<V> type) {
    return new CacheBuilder<>(caches, name, boxed(type));
  }

  /** Returns a builder for a cache of values of a generic type that is set by code. */
  public <V> CacheBuilder<V> cacheBuilder(String name, TypeToken<V> type) {
    return new CacheBuilder<>(caches, name, type.type());
  }

  /**
   * Returns the caches that are open at this moment, those of annotated methods among them, by
   * their names; none once this Larder is closed. Unmodifiable.
   */
  public Map<String, Cache<?>> caches() {
    return caches.opened();
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

  /**
   * Returns an object that answers the calls of an interface from caches, as the annotations on its
   * methods or on those of the target say, and leaves the others to the target.
   *
   * <pre>{@code
   * Catalog catalog = larder.proxy(Catalog.class, new SlowCatalog());
   * }</pre>
   *
   * <p>What a method throws reaches its caller as it is. Calls of the target on itself are not
   * seen: those of an object that {@link #subclass} makes are.
   *
   * @param type an interface: one that is public in a package that its module exports, or one in a
   *     package that it opens to {@code io.larder.cache}
   * @throws IllegalArgumentException if an annotation cannot be followed, or the module of the
   *     interface does not let it be called, with a sentence that names class, method and parameter
   * @throws IllegalStateException if this Larder is closed
   */
  public <T> T proxy(Class<T> type, T target) {
    requireOpen();
    return methods.proxy(
        Objects.requireNonNull(type, "type"), Objects.requireNonNull(target, "target"));
  }

  /**
   * Makes an object of a class that answers the calls of its annotated methods from caches, those
   * among them that it makes on itself:
   *
   * <pre>{@code
   * Catalog catalog = larder.subclass(Catalog.class, "https://example.org", 10);
   * }</pre>
   *
   * <p>It is an object of a subclass, which is generated in the package of the class by ByteBuddy,
   * an optional dependency. Methods may be public, protected or package-private, and belong to a
   * class that is not public. A miss calls the method of the class, and takes the lock of a
   * synchronized one only then. What a method or the constructor throws reaches the caller as it
   * is. Calls that the constructor makes, or others before it has ended, just run: nothing is
   * cached of an object that is not complete.
   *
   * <p>The constructor is chosen as the compiler would: a boxed value counts as the primitive in
   * it, null as any object, and private ones are not seen. Two objects whose methods would share a
   * cache that no annotation names are refused, as with {@link #proxy}; this Larder keeps each
   * object that has such a cache for as long as it lives.
   *
   * @param type a class that is neither abstract nor final, nested ones static
   * @param arguments of the constructor; for a single null write {@code (Object) null}
   * @throws IllegalArgumentException if the class can have no subclass, no constructor or more than
   *     one takes the arguments, its module does not open the package, or an annotation cannot be
   *     followed, with a sentence that names the class and what to do
   * @throws IllegalStateException if {@code net.bytebuddy:byte-buddy} is not on the class path, or
   *     no module of the application requires {@code net.bytebuddy}, or this Larder is closed
   */
  public <T> T subclass(Class<T> type, @Nullable Object... arguments) {
    requireOpen();
    return methods.subclass(
        Objects.requireNonNull(type, "type"), Objects.requireNonNull(arguments, "arguments"));
  }

  /**
   * Returns the key of a call without making it: {@code larder.keyOf(catalog, c ->
   * c.find("Germany"))}, for {@link Cache#evict} and the like.
   *
   * <p>A method that is not annotated is not called on a proxy, but on an object of {@link
   * #subclass} it is, since nothing sees the call.
   *
   * @param proxy what {@link #proxy} or {@link #subclass} has returned
   * @param call calls one annotated method and nothing else; it is given nothing, or 0
   * @throws IllegalArgumentException if it calls none, or one that has no key
   */
  public <T> String keyOf(T proxy, MethodCaller<? super T> call) {
    return Methods.keyOf(() -> call.call(proxy));
  }

  /**
   * Returns a value that is computed once for all who ask for it, for plain code and fragments of
   * pages: {@code larder.around("fragments", "header", () -> render())}. It lies in the cache of
   * that name, which has the type that it was opened for; if none is open, a store in memory keeps
   * whatever it is.
   *
   * @param key what the value depends on: a text, a number, a record or a list of such
   * @throws IllegalArgumentException if the name is none for a view, or the key has no text that
   *     tells it apart
   * @throws IllegalStateException if no cache of that name is open and the store needs bytes, or
   *     this Larder is closed
   * @throws CacheException as {@link Cache#get(String, CacheLoader)} does
   * @throws X if the supplier throws it
   */
  @SuppressWarnings("unchecked") // as its callers agree on what lies under the name
  public <V, X extends Exception> @Nullable V around(
      String cache, Object key, ValueSupplier<V, X> supplier) throws X {
    requireOpen();
    Engine<?> opened = caches.opened(cache);
    if (opened == null && !backend.keepsReferences()) {
      throw new IllegalStateException(
          "the cache '"
              + cache
              + "' is not open, and the store needs to know what it holds: open it by larder.cache(\""
              + cache
              + "\", String.class) before, with the type of its values");
    }
    Cache<V> own =
        (Cache<V>)
            (opened != null ? opened : caches.cache(cache, Object.class, CacheSettings.NONE));
    return own.get(Methods.key(key), load -> supplier.get());
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

  /**
   * Returns what was counted of the copies in the memory of this process since this Larder was
   * opened; all 0 with a store that keeps none. Those of {@link #stats} include them: a hit is one
   * wherever it was found.
   */
  public CopyStats copyStats() {
    return backend.copyStats();
  }

  /**
   * Returns what was counted of the store since this Larder was opened that no caller is told: who
   * was turned away, and what was not stored or not read. All 0 with one in memory.
   */
  public StoreStats storeStats() {
    return backend.storeStats();
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
  private final class Shared implements Surroundings {

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
