package io.larder.benchmarks.methods;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.larder.cache.Cache;
import io.larder.cache.CacheLoader;
import io.larder.cache.Larder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A hit of the engine in memory, against a Caffeine with variable expiry and the same keys. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheHitBenchmark {

  private static final Duration TTL = Duration.ofHours(1);

  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {

    /** How many keys there are. */
    @Param({"1", "100000"})
    public int keys;

    /** Of how much both have room for, in percent: 100 is as many keys as there may be. */
    @Param("50")
    public int full;

    String[] names = {};
    Larder larder = Larder.open("none:");
    Cache<Quote> cache = larder.cache("unused", Quote.class);
    CacheLoader<Quote, RuntimeException> loader = load -> Quote.of(load.key());
    com.github.benmanes.caffeine.cache.Cache<String, Quote> caffeine =
        Caffeine.newBuilder().build();

    /** Fills both with the same. */
    @Setup
    public void fill() {
      larder.close();
      long most = 100L * keys / full;
      larder = Larder.open("memory:?maxEntries=" + most);
      cache = larder.cacheBuilder("quotes", Quote.class).ttl(TTL).loader(loader).build();
      caffeine =
          Caffeine.newBuilder()
              .executor(Runnable::run)
              .maximumSize(most)
              .expireAfter(Expiry.creating((String key, Quote value) -> TTL))
              .build();
      names = new String[keys];
      for (int i = 0; i < keys; i++) {
        names[i] = "SYMBOL-" + i;
        cache.get(names[i]);
        caffeine.put(names[i], Quote.of(names[i]));
      }
    }

    /** Closes the store. */
    @TearDown
    public void close() {
      larder.close();
    }
  }

  /** Where a thread is among the keys. */
  @State(Scope.Thread)
  public static class Next {

    private int next;

    String key(Shared shared) {
      int at = next;
      next = at + 1 == shared.names.length ? 0 : at + 1;
      return shared.names[at];
    }
  }

  /** Asks the raw cache. */
  @Benchmark
  public @Nullable Object caffeine(Shared shared, Next next) {
    return shared.caffeine.getIfPresent(next.key(shared));
  }

  /** Asks the engine, which loads by itself. */
  @Benchmark
  public @Nullable Object get(Shared shared, Next next) {
    return shared.cache.get(next.key(shared));
  }

  /** Asks the engine with a loader. */
  @Benchmark
  public @Nullable Object getWithLoader(Shared shared, Next next) {
    return shared.cache.get(next.key(shared), shared.loader);
  }
}
