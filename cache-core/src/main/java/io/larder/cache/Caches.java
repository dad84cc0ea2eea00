package io.larder.cache;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.Codecs;
import io.larder.cache.engine.Background;
import io.larder.cache.engine.Engine;
import io.larder.cache.engine.LoadThreads;
import io.larder.cache.engine.Surroundings;
import io.larder.cache.key.ViewNames;
import io.larder.cache.method.CacheSource;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The caches of one Larder, by their names, for itself and for annotated methods. Thread-safe. */
final class Caches implements CacheSource, AutoCloseable {

  private final Larder larder;
  private final Surroundings surroundings;
  private final boolean needsBytes;
  private final @Nullable Executor given;
  private final Map<String, Open<?>> open = new HashMap<>(); // guarded by itself
  private final ConcurrentMap<String, CacheSettings> configured;
  private final Consumer<Runnable> afterCommit;
  private @Nullable LoadThreads threads; // guarded by open

  /**
   * Creates it.
   *
   * @param needsBytes whether the store writes values as bytes
   * @param given runs refreshes; null: threads of its own
   * @param configured what properties say of each
   * @param afterCommit runs what waits for a transaction
   */
  Caches(
      Larder larder,
      Surroundings surroundings,
      boolean needsBytes,
      @Nullable Executor given,
      Map<String, CacheSettings> configured,
      Consumer<Runnable> afterCommit) {
    this.larder = larder;
    this.surroundings = surroundings;
    this.needsBytes = needsBytes;
    this.given = given;
    this.configured = new ConcurrentHashMap<>(configured);
    this.afterCommit = afterCommit;
  }

  private record Open<V>(Type type, Engine<V> engine, CacheConfig<V> config) {}

  @Override
  @SuppressWarnings("unchecked") // it was opened for the same type
  public <V> Engine<V> cache(String name, Type type, CacheSettings weaker) {
    synchronized (open) {
      Open<?> known = open.get(name);
      if (known == null) {
        return open(new CacheBuilder<V>(this, name, type), weaker);
      }
      if (!known.type().equals(type)) {
        throw new IllegalArgumentException(
            "the cache '"
                + name
                + "' is open for "
                + known.type().getTypeName()
                + ", and cannot hold "
                + type.getTypeName()
                + ": give one of the two another name");
      }
      return (Engine<V>) known.engine();
    }
  }

  @Override
  public @Nullable Engine<?> opened(String name) {
    synchronized (open) {
      Open<?> known = open.get(name);
      return known == null ? null : known.engine();
    }
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return larder.invalidate(tags);
  }

  @Override
  public void afterCommit(Runnable task) {
    afterCommit.accept(task);
  }

  /** Returns those that are open, by their names, in the order of these. */
  Map<String, Cache<?>> opened() {
    synchronized (open) {
      Map<String, Cache<?>> caches = new TreeMap<>();
      open.forEach((name, each) -> caches.put(name, each.engine()));
      return Collections.unmodifiableMap(caches);
    }
  }

  <V> Cache<V> build(CacheBuilder<V> builder) {
    synchronized (open) {
      if (open.containsKey(builder.name())) {
        throw new IllegalStateException(
            "the cache '"
                + builder.name()
                + "' is open already: build it before anybody asks for it, or change it by"
                + " settings(…)");
      }
      return open(builder, CacheSettings.NONE);
    }
  }

  private <V> Engine<V> open(CacheBuilder<V> builder, CacheSettings weaker) {
    String name = ViewNames.check(builder.name());
    CacheSettings weakest = weaker.over(CacheSettings.builder().ttl(larder.defaultTtl()).build());
    CacheConfig<V> config =
        new CacheConfig<>(
            name,
            builder.hooks(),
            builder.said(),
            () -> configured.getOrDefault(name, CacheSettings.NONE),
            weakest,
            () -> larder.stats(name));
    config.rules(); // refuses what cannot be before anything is opened
    Codec<V> codec = codec(builder.type());
    if (needsBytes) {
      codec = new StoredForm(config.compression(), builder.keys()).of(codec);
    }
    String version = config.version() != null ? config.version() : codec.schema();
    CacheStore<V> store = larder.open(name, codec, version);
    Engine<V> engine =
        new Engine<>(
            store,
            surroundings,
            larder.recorder(name),
            config,
            builder.loader(),
            new Background(builder.executor() != null ? builder.executor() : executor()));
    open.put(name, new Open<>(builder.type(), engine, config));
    return engine;
  }

  private Executor executor() {
    if (given != null) {
      return given;
    }
    if (threads == null) {
      threads = new LoadThreads();
    }
    return threads;
  }

  /** Sets what properties say of a cache, open or not. */
  void configure(String name, CacheSettings settings) {
    ViewNames.check(name);
    synchronized (open) {
      Open<?> known = open.get(name);
      if (known != null) {
        known.config().check(known.config().with(settings));
      }
      configured.put(name, settings);
      if (known != null) {
        known.engine().reread();
      }
    }
  }

  <V> UnaryOperator<V> copier(Type type) {
    Codec<V> codec = written(type);
    return value -> codec.decode(ByteBuffer.wrap(codec.encode(value)));
  }

  private <V> Codec<V> codec(Type type) {
    return needsBytes || type == String.class || type == byte[].class
        ? written(type)
        : Codecs.references(type);
  }

  @SuppressWarnings("unchecked") // the codec reads what the type says
  private static <V> Codec<V> written(Type type) {
    if (type == String.class) {
      return (Codec<V>) Codecs.utf8();
    }
    return (Codec<V>) (type == byte[].class ? Codecs.bytes() : Codecs.json(type));
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().forEach(each -> each.engine().close());
      open.clear();
      if (threads != null) {
        threads.close();
      }
    }
  }
}
