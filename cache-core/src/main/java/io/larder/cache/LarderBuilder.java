package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import io.larder.cache.key.ViewNames;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Larder} where a URI is not enough: over an existing client, with other limits, or
 * with a ticker of one's own. Not thread-safe; each method returns this builder.
 */
public final class LarderBuilder {

  private static final String CACHE = "larder.cache.";

  private LarderSettings settings = LarderSettings.DEFAULT;
  private Ticker ticker = Ticker.system();
  private Duration fenceWindow = Duration.ofMinutes(1);
  private @Nullable Function<BackendContext, Backend> backend;
  private @Nullable GuardedListener listener;
  private @Nullable Executor executor;
  private @Nullable SealingKeys keys;
  private Consumer<Runnable> afterCommit = Runnable::run;
  private final Map<String, CacheSettings> caches = new HashMap<>();

  LarderBuilder() {}

  /** Takes all settings over, the store included; what is set afterwards beats them. */
  public LarderBuilder settings(LarderSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    backend = null;
    return this;
  }

  /**
   * Sets the store by its URI, see {@link Larder#open(String)}; the URI's options {@code
   * namespace}, {@code ttl}, {@code maxEntries}, {@code maxValueBytes} and {@code compress} replace
   * what was set before.
   *
   * @throws IllegalArgumentException if it is none
   */
  public LarderBuilder store(String uri) {
    settings = settings.withStore(uri);
    backend = null;
    return this;
  }

  /**
   * Sets the store by a function that opens it, such as {@code RedisBackend.over(jedis)}, instead
   * of a URI. Of {@link #store}, {@link #settings} and this the last call wins.
   */
  public LarderBuilder backend(Function<BackendContext, Backend> backend) {
    this.backend = Objects.requireNonNull(backend, "backend");
    return this;
  }

  /**
   * Sets the namespace; {@code larder} unless set. Applications that share a store and a namespace
   * share entries.
   */
  public LarderBuilder namespace(String namespace) {
    settings = settings.withNamespace(namespace);
    return this;
  }

  /** Sets the ttl of rules and caches that say nothing; 300 s unless set. */
  public LarderBuilder defaultTtl(Duration ttl) {
    settings = settings.withDefaultTtl(ttl);
    return this;
  }

  /**
   * Sets the number of entries that a view in memory holds whose values have no known size; 10,000
   * unless set.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public LarderBuilder maxEntries(long entries) {
    settings = settings.withMaxEntries(entries);
    return this;
  }

  /** Sets the size of one encoded value, in bytes, above which it is refused; 1 MiB unless set. */
  public LarderBuilder maxValueBytes(long bytes) {
    settings = settings.withLimits(new Limits(bytes));
    return this;
  }

  /**
   * Sets how values and pages are compressed where the store writes bytes; not at all unless set.
   * What was written under another setting is read all the same, so nodes may be set to it one by
   * one. In memory it has no effect.
   */
  public LarderBuilder compress(Compression compression) {
    settings = settings.withCompression(compression);
    return this;
  }

  /**
   * Has all values and pages sealed by these keys where the store writes bytes; see {@link
   * Codec#sealed}. What is there and is not sealed counts as not there. In memory it has no effect.
   */
  public LarderBuilder seal(SealingKeys keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
    return this;
  }

  /** Sets the ticker by which entries are judged, for tests. */
  public LarderBuilder ticker(Ticker ticker) {
    this.ticker = Objects.requireNonNull(ticker, "ticker");
    return this;
  }

  /**
   * Sets how long a claim without a value lives, 60 s unless set: a load that takes longer is not
   * stored.
   *
   * @throws IllegalArgumentException if it is not from 1 ms to an hour
   */
  public LarderBuilder fenceWindow(Duration window) {
    if (window.compareTo(Duration.ofMillis(1)) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "fenceWindow is " + Durations.format(window) + ": it must be from 1 ms to 1 hour");
    }
    fenceWindow = window;
    return this;
  }

  /**
   * Adds a listener that is told of hits, misses, loads and what becomes of them. Each of several
   * is told; the one that was added last first.
   */
  public LarderBuilder listener(CacheListener listener) {
    this.listener =
        new GuardedListener(Objects.requireNonNull(listener, "listener"), this.listener);
    return this;
  }

  /**
   * Sets what runs refreshes of caches, and loads for callers that do not wait for their end.
   * Unless set, virtual threads where the JVM has them, at most 1,000 at once, else at most 64
   * daemon threads. What it {@linkplain java.util.concurrent.RejectedExecutionException rejects} is
   * skipped and counted, so it should reject rather than queue without bound. It is not closed with
   * the Larder.
   */
  public LarderBuilder executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Has what {@code @CacheEvict} and {@code @CachePut} say happen when the transaction of the
   * calling thread has been committed, by whatever registers its completion; at once unless set.
   *
   * <pre>{@code
   * .afterCommit(task -> {
   *   if (transactions.isActive()) {
   *     transactions.onCommit(task);
   *   } else {
   *     task.run();
   *   }
   * })
   * }</pre>
   *
   * <p>Else somebody who loads between the change and its commit stores what was there before. What
   * a method evicts {@code beforeInvocation} is ended before. Of a method that returns a future, it
   * is asked by the thread that completes that.
   */
  public LarderBuilder afterCommit(Consumer<Runnable> registrar) {
    this.afterCommit = Objects.requireNonNull(registrar, "registrar");
    return this;
  }

  /**
   * Takes settings of caches out of properties: {@code larder.cache.quotes} with the value {@code
   * ttl=30s staleIfError=1h}. Other properties are left aside. What code says of a cache beats
   * them, and they beat an annotation.
   *
   * @throws IllegalArgumentException if one is wrong, with a sentence that names it
   */
  public LarderBuilder properties(Map<?, ?> properties) {
    properties.forEach(
        (key, value) -> {
          if (String.valueOf(key).startsWith(CACHE)) {
            cache(String.valueOf(key), String.valueOf(value));
          }
        });
    return this;
  }

  private void cache(String property, String line) {
    try {
      caches.put(ViewNames.check(property.substring(CACHE.length())), CacheSettings.parse(line));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the property " + Texts.head(property) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the store.
   *
   * @throws IllegalArgumentException if a setting is wrong, with a sentence that names it
   */
  public Larder build() {
    BackendContext context =
        new BackendContext(
            settings.namespace(), ticker, settings.limits(), fenceWindow, settings.maxEntries());
    Backend opened =
        backend != null ? backend.apply(context) : Backends.open(settings.store(), context);
    try {
      return new Larder(
          opened,
          new StoredForm(settings.compression(), keys),
          context,
          settings.defaultTtl(),
          listener,
          executor,
          caches,
          afterCommit);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }
}
