package io.larder.cache.engine;

import io.larder.cache.CacheLoader;
import io.larder.cache.Durations;
import io.larder.cache.KeptWarm;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The keys of one cache that are kept warm. Thread-safe. */
final class Warmth<V> {

  private final Engine<V> engine;
  private final Surroundings surroundings;
  private final ConcurrentMap<String, Warm> warm = new ConcurrentHashMap<>();
  private volatile boolean any;

  Warmth(Engine<V> engine, Surroundings surroundings) {
    this.engine = engine;
    this.surroundings = surroundings;
  }

  /** Whether somebody has to be told of what is asked for. */
  boolean isAny() {
    return any;
  }

  /** Takes notice that somebody asks for a key. */
  void asked(String key) {
    if (any) {
      Warm kept = warm.get(key);
      if (kept != null) {
        kept.askedAt = surroundings.ticker().read();
      }
    }
  }

  KeptWarm keep(
      String key, CacheLoader<V, RuntimeException> loader, Duration every, Duration idle) {
    Durations.requirePositive("every", every);
    Warm kept = new Warm(key, loader, Durations.requirePositive("stopAfterIdle", idle).toNanos());
    kept.load(); // what throws is not kept
    Warm before = put(key, kept);
    if (before != null) {
      before.close();
    }
    kept.begin(every);
    return kept;
  }

  private synchronized @Nullable Warm put(String key, Warm kept) {
    any = true;
    engine.simplify();
    return warm.put(key, kept);
  }

  private synchronized void remove(String key, Warm kept) {
    if (warm.remove(key, kept)) {
      any = !warm.isEmpty();
      engine.simplify();
    }
  }

  void close() {
    warm.values().forEach(Warm::close);
  }

  private final class Warm implements KeptWarm {

    private final String key;
    private final CacheLoader<V, RuntimeException> loader;
    private final long idleNanos;
    private volatile long askedAt = surroundings.ticker().read();
    private volatile boolean kept = true;
    private volatile Runnable cancel = () -> {};

    Warm(String key, CacheLoader<V, RuntimeException> loader, long idleNanos) {
      this.key = key;
      this.loader = loader;
      this.idleNanos = idleNanos;
    }

    void begin(Duration every) {
      cancel = surroundings.every(every, this::load);
      if (!kept) {
        cancel.run(); // closed meanwhile
      }
    }

    private void load() {
      if (surroundings.ticker().read() - askedAt > idleNanos) {
        close();
        return;
      }
      Rules<V> rules = engine.rules();
      String own = rules.hooks().key(key);
      if (kept && own != null) {
        new Call<>(engine, rules, new Asked(key, own), loader).reload();
      }
    }

    @Override
    public boolean isKept() {
      return kept;
    }

    @Override
    public void close() {
      kept = false;
      cancel.run();
      remove(key, this);
    }
  }
}
