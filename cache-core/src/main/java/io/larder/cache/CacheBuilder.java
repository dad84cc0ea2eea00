package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.SealingKeys;
import io.larder.cache.engine.Hooks;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Cache} with what only code can say, beside the settings that a line can: see
 * {@link CacheOptions}. Not thread-safe; each method returns this builder.
 *
 * <pre>{@code
 * Cache<Quote> quotes =
 *     larder.cacheBuilder("quotes", Quote.class)
 *         .ttl(Duration.ofSeconds(30))
 *         .staleIfError(Duration.ofHours(1))
 *         .storeWhen(quote -> quote != null && quote.isFinal())
 *         .build();
 * }</pre>
 *
 * <p>What is said here beats what properties say of a cache of that name, and an annotation.
 *
 * @param <V> the type of the values
 */
public final class CacheBuilder<V> extends CacheOptions<CacheBuilder<V>> {

  private final Caches caches;
  private final String name;
  private final Type type;
  private @Nullable CacheLoader<V, RuntimeException> loader;
  private @Nullable Executor executor;
  private @Nullable Function<String, @Nullable String> key;
  private @Nullable Predicate<String> bypassWhen;
  private @Nullable Predicate<String> refreshWhen;
  private @Nullable Predicate<CacheEntry<V>> staleWhen;
  private @Nullable Predicate<@Nullable V> storeWhen;
  private @Nullable UnaryOperator<V> copy;
  private @Nullable SealingKeys keys;

  CacheBuilder(Caches caches, String name, Type type) {
    this.caches = caches;
    this.name = name;
    this.type = type;
  }

  @Override
  CacheBuilder<V> self() {
    return this;
  }

  /** Sets what {@link Cache#get(String)} and {@link Cache#keepWarm} load with. */
  public CacheBuilder<V> loader(CacheLoader<V, RuntimeException> loader) {
    this.loader = Objects.requireNonNull(loader, "loader");
    return this;
  }

  /**
   * Sets what runs refreshes, and loads for callers that do not wait for their end; unless set,
   * that of the {@link Larder}. A refresh that it {@linkplain
   * java.util.concurrent.RejectedExecutionException rejects} is skipped and counted, so it should
   * reject rather than queue without bound, and must not drop what it has taken. Where loads have a
   * {@link #hardTimeout}, one that asks for another occupies two threads at once: in a queue the
   * other one would not begin in time. It is not closed with the cache.
   */
  public CacheBuilder<V> executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets the key under which what is asked for lies, such as one with a tenant in front. With
   * {@code null} the value is not cached.
   */
  public CacheBuilder<V> key(Function<String, @Nullable String> key) {
    this.key = Objects.requireNonNull(key, "key");
    return this;
  }

  /** Has the loader called, and nothing looked up or stored, for keys for which this holds. */
  public CacheBuilder<V> bypassWhen(Predicate<String> condition) {
    bypassWhen = Objects.requireNonNull(condition, "condition");
    return this;
  }

  /** Has the value loaded anew, and stored, for keys for which this holds. */
  public CacheBuilder<V> refreshWhen(Predicate<String> condition) {
    refreshWhen = Objects.requireNonNull(condition, "condition");
    return this;
  }

  /** Has entries for which this holds count as stale, however old they are. */
  public CacheBuilder<V> staleWhen(Predicate<CacheEntry<V>> condition) {
    staleWhen = Objects.requireNonNull(condition, "condition");
    return this;
  }

  /** Stores only values for which this holds; {@code null} still needs {@link #nullTtl}. */
  public CacheBuilder<V> storeWhen(Predicate<@Nullable V> condition) {
    storeWhen = Objects.requireNonNull(condition, "condition");
    return this;
  }

  /**
   * Hands out copies, made by this function, so that a caller who changes one changes nobody
   * else's. It is called for each value that a call returns.
   */
  public CacheBuilder<V> copyOnRead(UnaryOperator<V> copy) {
    this.copy = Objects.requireNonNull(copy, "copy");
    return this;
  }

  /**
   * Hands out copies, made by writing a value as JSON and reading it.
   *
   * @throws IllegalArgumentException if there is no codec for the type
   * @throws IllegalStateException if Jackson is not on the class path
   */
  public CacheBuilder<V> copyOnRead() {
    return copyOnRead(caches.copier(type));
  }

  /**
   * Has the values sealed by these keys where the store writes bytes, instead of those of the
   * {@link Larder} if it has any; see {@link Codec#sealed}. In memory it has no effect.
   */
  public CacheBuilder<V> seal(SealingKeys keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
    return this;
  }

  /**
   * Opens the cache.
   *
   * @throws IllegalArgumentException if settings contradict each other, or the values cannot be
   *     written to the store
   * @throws IllegalStateException if a cache of that name is open, or the Larder is closed
   */
  public Cache<V> build() {
    return caches.build(this);
  }

  String name() {
    return name;
  }

  Type type() {
    return type;
  }

  @Nullable CacheLoader<V, RuntimeException> loader() {
    return loader;
  }

  @Nullable SealingKeys keys() {
    return keys;
  }

  @Nullable Executor executor() {
    return executor;
  }

  Hooks<V> hooks() {
    return new Hooks<>(key, bypassWhen, refreshWhen, staleWhen, storeWhen, copy);
  }
}
