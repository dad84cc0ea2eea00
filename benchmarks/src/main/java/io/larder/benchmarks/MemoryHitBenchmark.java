package io.larder.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
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

/** A hit in memory, against a Caffeine with variable expiry and a weigher and the same keys. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryHitBenchmark {

  private static final Duration TTL = Duration.ofHours(1);
  private static final int MAX_BYTES = 64 << 20;

  /** How many keys are asked for in turn. */
  @Param({"1", "1000"})
  public int keys;

  private String[] names = {};
  private int next;
  private Larder larder = Larder.open("none:");
  private CacheStore<byte[]> values = larder.store("unused", Codecs.bytes());
  private CacheStore<Page> pages = larder.pages().store();
  private Cache<String, byte[]> caffeine = Caffeine.newBuilder().build();

  /** Fills all three with the same. */
  @Setup
  public void fill() {
    larder.close();
    larder = Larder.open("memory:?maxBytes=" + MAX_BYTES);
    values = larder.store("values", Codecs.bytes());
    pages = larder.pages().store();
    caffeine =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_BYTES)
            .weigher((String key, byte[] value) -> key.length() + value.length)
            .expireAfter(Expiry.creating((String key, byte[] value) -> TTL))
            .build();
    names = new String[keys];
    for (int i = 0; i < keys; i++) {
      String name = "http://localhost:5000/universities?country=" + i;
      byte[] body = Payload.json(700);
      names[i] = name;
      caffeine.put(name, body);
      Claim claim = values.claim(name);
      values.fill(claim, body, Terms.ttl(TTL));
      Page page =
          new Page(
              200, new String[] {"Content-Type"}, new String[] {"application/json"}, null, body);
      pages.fill(pages.claim(name), page, Terms.ttl(TTL));
    }
  }

  /** Closes the stores. */
  @TearDown
  public void close() {
    larder.close();
  }

  /** Asks the raw cache. */
  @Benchmark
  public @Nullable Object caffeine() {
    return caffeine.getIfPresent(key());
  }

  /** Asks a view of bytes. */
  @Benchmark
  public Object find() {
    return values.find(key());
  }

  /** Asks the stored pages. */
  @Benchmark
  public Object findPage() {
    return pages.find(key());
  }

  private String key() {
    int at = next;
    next = at + 1 == names.length ? 0 : at + 1;
    return names[at];
  }
}
