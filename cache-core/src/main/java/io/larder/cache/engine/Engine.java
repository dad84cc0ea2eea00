package io.larder.cache.engine;

import io.larder.cache.Answer;
import io.larder.cache.BatchLoader;
import io.larder.cache.Cache;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheRecorder;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheSettings;
import io.larder.cache.CacheStats;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.Filled;
import io.larder.cache.KeptWarm;
import io.larder.cache.Lookup;
import io.larder.cache.Ticker;
import io.larder.cache.Unavailable;
import io.larder.cache.ValueSupplier;
import io.larder.cache.flight.SingleFlight;
import io.larder.cache.freshness.EarlyRefresh;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one cache. What a look-up alone answers is answered here; {@link Call} has the
 * rest.
 *
 * @param <V> the type of the values
 */
public final class Engine<V> implements Cache<V> {

  /**
   * The stamp of loads and look-ups without the store: older than any that it gives, so that none
   * of those takes what was loaded without it.
   */
  static final long STAMP_WITHOUT_STORE = Long.MIN_VALUE + 1;

  private final CacheStore<V> store;
  private final Surroundings surroundings;
  private final CacheRecorder recorder;
  private final EngineSettings<V> source;
  private final @Nullable CacheLoader<V, RuntimeException> loader;
  private final Background background;
  private final Throttle throttle;
  private final Warmth<V> warmth;
  private final Finds<V> finds;
  private final Writes<V> writes;
  private final AtomicLong fills = new AtomicLong();
  private final ConcurrentMap<String, Load<V>> loads = new ConcurrentHashMap<>();
  private volatile Rules<V> rules;

  /** The same where a look-up has nothing to think of, else null. */
  private volatile @Nullable Rules<V> plain;

  private final SingleFlight<Landed<V>> flights;

  /**
   * Creates the engine of a cache.
   *
   * @param loader loads what {@link #get(String)} does not find; null: it is called with loaders
   *     only
   */
  public Engine(
      CacheStore<V> store,
      Surroundings surroundings,
      CacheRecorder recorder,
      EngineSettings<V> source,
      @Nullable CacheLoader<V, RuntimeException> loader,
      Background background) {
    this.store = store;
    this.surroundings = surroundings;
    this.recorder = recorder;
    this.source = source;
    this.loader = loader;
    this.background = background;
    this.throttle = new Throttle(surroundings.ticker());
    this.warmth = new Warmth<>(this, surroundings);
    this.finds = new Finds<>(this);
    this.writes = new Writes<>(this);
    this.rules = source.rules();
    this.flights = new SingleFlight<>(rules.timing().maxWaiters());
    simplify();
  }

  /** Takes notice that what {@link EngineSettings#rules} says has changed. */
  public synchronized void reread() { // one after the other, so that the last change stays
    Rules<V> changed = source.rules();
    flights.maxWaiters(changed.timing().maxWaiters());
    rules = changed;
    simplify();
  }

  /** Takes notice of what a look-up has to think of. */
  synchronized void simplify() {
    Rules<V> now = rules;
    plain = now.isPlain() && !warmth.isAny() ? now : null;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public @Nullable V get(String key) {
    return get(key, loader());
  }

  CacheLoader<V, RuntimeException> loader() {
    if (loader == null) {
      throw new IllegalStateException(
          "the cache '"
              + name()
              + "' was built without a loader: call get(key, loader), or build it with one");
    }
    return loader;
  }

  @Override
  public <X extends Exception> @Nullable V get(String key, CacheLoader<V, X> loader) throws X {
    Objects.requireNonNull(key, "key");
    Rules<V> now = plain;
    if (now == null) {
      return hooked(rules, key, loader);
    }
    long filled = fills.get();
    Lookup<V> found = store.find(key);
    if (found instanceof CacheEntry<V> entry && isHit(now, entry)) {
      recorder.hit(key, 0);
      return entry.value();
    }
    return answer(now, new Asked(key, key), loader, found, filled);
  }

  /** Does the same for a call of a method, without making anything for a hit. */
  public @Nullable V get(
      String key, MethodLoader<V> loader, Object self, @Nullable Object[] arguments)
      throws Exception {
    Rules<V> now = plain;
    if (now == null) {
      return hooked(rules, key, load -> loader.load(load, self, arguments));
    }
    long filled = fills.get();
    Lookup<V> found = store.find(key);
    if (found instanceof CacheEntry<V> entry && isHit(now, entry)) {
      recorder.hit(key, 0);
      return entry.value();
    }
    return answer(
        now, new Asked(key, key), load -> loader.load(load, self, arguments), found, filled);
  }

  /**
   * Does the same without this thread: what is there to be served is so at once, fresh or stale,
   * and else the executor calls the method. If it has no place, the method is called here and what
   * it gives is not stored.
   *
   * @param direct calls the method, and returns its own future
   */
  public CompletableFuture<@Nullable V> future(
      String key,
      MethodLoader<V> loader,
      Object self,
      @Nullable Object[] arguments,
      Callable<CompletableFuture<@Nullable V>> direct)
      throws Exception {
    CacheLoader<V, Exception> bound = load -> loader.load(load, self, arguments);
    CompletableFuture<@Nullable V> future = new CompletableFuture<>();
    Rules<V> now = plain;
    Callable<@Nullable V> call;
    if (now == null) {
      call = () -> get(key, bound); // the application's own code is for the thread that loads
    } else {
      Asked asked = new Asked(key, key);
      long filled = fills.get();
      Lookup<V> found = store.find(key);
      Served<V> served = new Call<>(this, now, asked, bound).serve(found, filled);
      if (served != null) {
        future.complete(served.value());
        return future;
      }
      call = () -> answer(now, asked, bound, found, filled);
    }
    Set<Place> above = LoadStack.open();
    if (background.tryRun(() -> LoadStack.lent(above, () -> complete(future, call)))) {
      return future;
    }
    recorder.miss(key);
    recorder.passed(key, "threads");
    return direct.call();
  }

  /** Has a future end as a call does. */
  static <T> void complete(CompletableFuture<@Nullable T> future, Callable<@Nullable T> call) {
    try {
      future.complete(call.call());
    } catch (Throwable e) { // the method's own, for those who wait for it
      future.completeExceptionally(e);
    }
  }

  /** Whether it is fresh, and there is nothing to draw about. */
  private boolean isHit(Rules<V> now, CacheEntry<V> entry) {
    EarlyRefresh early = now.lifetimes().early();
    if (entry.isFreshWhileFound() && !early.isOn()) {
      return true;
    }
    long left = entry.freshNanosLeft(ticker().read());
    return left > 0 && !early.mayBeDue(left, entry.terms().costNanos());
  }

  /** The same with the application's own code in between. */
  private <X extends Exception> @Nullable V hooked(
      Rules<V> now, String asked, CacheLoader<V, X> loader) throws X {
    Hooks<V> hooks = now.hooks();
    boolean bypassed = hooks.bypasses(asked);
    String key = bypassed ? null : hooks.key(asked);
    if (key == null) {
      String reason = bypassed ? "bypass-when" : "no-key";
      return new Call<>(this, now, new Asked(asked, asked), loader).bypassing(reason);
    }
    warmth.asked(asked);
    Asked both = new Asked(asked, key);
    if (hooks.refreshes(asked)) {
      return new Call<>(this, now, both, loader).refreshed(lookUp(now, key));
    }
    long filled = fills.get();
    return answer(now, both, loader, lookUp(now, key), filled);
  }

  private <X extends Exception> @Nullable V answer(
      Rules<V> now, Asked asked, CacheLoader<V, X> loader, Lookup<V> found, long filled) throws X {
    Call<V, X> call = new Call<>(this, now, asked, loader);
    return found instanceof Unavailable<V> && !surroundings.enabled()
        ? call.bypassing("disabled")
        : call.answer(found, filled);
  }

  /** Looks a key up as the store has it; what counts as stale is told so. */
  Lookup<V> lookUp(Rules<V> now, String key) {
    return judged(now, store.find(key));
  }

  private Lookup<V> judged(Rules<V> now, Lookup<V> found) {
    return found instanceof CacheEntry<V> entry && now.hooks().isStale(entry)
        ? entry.asSoftPurged()
        : found;
  }

  /** Looks several keys up as the store has them. */
  Map<String, Lookup<V>> lookUpAll(Rules<V> now, Collection<String> keys) {
    Map<String, Lookup<V>> found = new HashMap<>(store.findAll(keys.stream().distinct().toList()));
    found.replaceAll((key, each) -> judged(now, each));
    return found;
  }

  /** Returns a key in both forms; null: it has to be treated by itself. */
  @Nullable Asked together(Rules<V> now, String asked) {
    Hooks<V> hooks = now.hooks();
    if (!surroundings.enabled() || hooks.bypasses(asked) || hooks.refreshes(asked)) {
      return null;
    }
    String key = hooks.key(asked);
    if (key == null) {
      return null;
    }
    warmth.asked(asked);
    return new Asked(asked, key);
  }

  boolean isFresh(Rules<V> now, String key) {
    return freshOf(now, key) != null;
  }

  /** Returns what lies under a key, if it is fresh. */
  @Nullable CacheEntry<V> freshOf(Rules<V> now, String key) {
    return lookUp(now, key) instanceof CacheEntry<V> entry && entry.isFresh(ticker().read())
        ? entry
        : null;
  }

  @Override
  public CacheResult<V> find(String key) {
    return finds.find(key);
  }

  @Override
  public Map<String, CacheResult<V>> findAll(Collection<String> keys) {
    return finds.findAll(keys);
  }

  @Override
  public CacheResult<V> peek(String key) {
    return finds.peek(key);
  }

  @Override
  public <X extends Exception> Map<String, V> getAll(
      Collection<String> keys, BatchLoader<V, X> loader) throws X {
    return getAll(keys, loader, key -> List.of());
  }

  /**
   * Does the same for values that have tags.
   *
   * @param tags those of a key's value, beside those of the settings
   */
  public <X extends Exception> Map<String, V> getAll(
      Collection<String> keys, BatchLoader<V, X> loader, Function<String, List<String>> tags)
      throws X {
    return new Batch<>(this, rules, loader, tags).answer(keys);
  }

  @Override
  public <X extends Exception> @Nullable V put(String key, ValueSupplier<V, X> supplier) throws X {
    return writes.put(key, supplier);
  }

  /** Claims a key for a value that is about to be computed. */
  public Putting<V> putting(String key) {
    return writes.putting(key);
  }

  /** Returns the ttl that an annotation of a put declares, unless something stronger says one. */
  public @Nullable Duration declared(@Nullable Duration ttl) {
    return rules.ttlSaid() ? null : ttl;
  }

  @Override
  public Answer put(String key, @Nullable V value) {
    return writes.put(key, value, null);
  }

  @Override
  public Answer put(String key, @Nullable V value, Duration ttl) {
    return writes.put(key, value, ttl);
  }

  @Override
  public Answer putAll(Map<String, ? extends V> values) {
    return writes.putAll(values, null);
  }

  @Override
  public Answer putAll(Map<String, ? extends V> values, Duration ttl) {
    return writes.putAll(values, ttl);
  }

  @Override
  public boolean putIfAbsent(String key, @Nullable V value) {
    return writes.putIfAbsent(key, value, null);
  }

  @Override
  public boolean putIfAbsent(String key, @Nullable V value, Duration ttl) {
    return writes.putIfAbsent(key, value, ttl);
  }

  @Override
  public Answer evict(String key) {
    return writes.evict(key);
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    return writes.evictAll(keys);
  }

  @Override
  public Answer softPurge(String key) {
    return writes.softPurge(key);
  }

  @Override
  public Answer invalidate(String... tags) {
    return tags.length == 0 ? Answer.APPLIED : store.invalidate(List.of(tags));
  }

  @Override
  public Answer clear() {
    return store.clear();
  }

  @Override
  public KeptWarm keepWarm(String key, Duration every, Duration stopAfterIdle) {
    return warmth.keep(key, loader(), every, stopAfterIdle);
  }

  @Override
  public CacheSettings settings() {
    return source.said();
  }

  @Override
  public void settings(CacheSettings settings) {
    source.say(settings);
    reread();
  }

  @Override
  public CacheStats stats() {
    return source.stats();
  }

  /** Ends what goes on in the background for it. */
  public void close() {
    warmth.close();
  }

  CacheStore<V> store() {
    return store;
  }

  Rules<V> rules() {
    return rules;
  }

  CacheRecorder recorder() {
    return recorder;
  }

  Background background() {
    return background;
  }

  Warmth<V> warmth() {
    return warmth;
  }

  Throttle throttle() {
    return throttle;
  }

  Ticker ticker() {
    return surroundings.ticker();
  }

  long events() {
    return surroundings.events();
  }

  /** Gives a claim up; of a store that was closed meanwhile nobody is told. */
  void abandon(Claim claim) {
    try {
      store.abandon(claim);
    } catch (IllegalStateException e) {
      // Closed: what has become of the load is what its caller wants to know.
    }
  }

  /** Stores what loads have computed; a store that was closed meanwhile refuses all of it. */
  List<Filled> fillAll(List<ClaimedValue<V>> values) {
    try {
      return store.fillAll(values);
    } catch (IllegalStateException e) {
      return Collections.nCopies(values.size(), Filled.refused(e));
    }
  }

  /** Gives several claims up, as {@link #abandon} does. */
  void abandonAll(List<Claim> claims) {
    try {
      store.abandonAll(claims);
    } catch (IllegalStateException e) {
      // Closed, as above.
    }
  }

  SingleFlight<Landed<V>> flights() {
    return flights;
  }

  DoubleSupplier random() {
    return () -> ThreadLocalRandom.current().nextDouble();
  }

  /** How often something was stored: who sees no change need not look again. */
  long fills() {
    return fills.get();
  }

  void hasFilled() {
    fills.incrementAndGet();
  }

  void begins(String key, Load<V> load) {
    loads.put(key, load);
  }

  void ends(String key, Load<V> load) {
    loads.remove(key, load);
  }

  /** Returns the load of a key that is under way. */
  @Nullable Load<V> loadOf(String key) {
    return loads.get(key);
  }

  @Override
  public String toString() {
    return "Cache[" + name() + ", " + settings() + "]";
  }
}
