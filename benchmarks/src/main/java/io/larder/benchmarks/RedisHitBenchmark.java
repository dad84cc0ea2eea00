package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** A hit on Redis, against one {@code GET} of the same bytes by a plain client. */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RedisHitBenchmark {

  private static final String KEY = "http://localhost:5000/universities?country=Germany";

  /** The size of the value. */
  @Param({"700", "60000"})
  public int bytes;

  private RedisServer server;
  private RedisClient plain;
  private byte[] plainKey;
  private Larder larder;
  private CacheStore<byte[]> values;
  private CacheStore<Page> pages;

  /** Stores the same bytes three times. */
  @Setup
  public void fill() {
    server = RedisServer.open();
    byte[] value = Payload.json(bytes);
    plain = Clients.plain(server.uri());
    plainKey = ("bench:" + KEY).getBytes(UTF_8);
    plain.set(plainKey, value, SetParams.setParams().ex(3600));
    larder = Larder.builder().store(server.uri().toString()).namespace("bench").build();
    values = larder.store("values", Codecs.bytes());
    pages = larder.pages().store();
    Terms terms = Terms.ttl(Duration.ofHours(1));
    values.fill(values.claim(KEY), value, terms);
    pages.fill(pages.claim(KEY), Stubs.page(value), terms);
    requireHit(values.find(KEY));
    requireHit(pages.find(KEY));
  }

  private static void requireHit(Lookup<?> found) {
    if (!(found instanceof CacheEntry)) {
      throw new IllegalStateException("not a hit: " + found);
    }
  }

  /** Removes what was stored and ends the server. */
  @TearDown
  public void close() {
    plain.del(plainKey);
    plain.close();
    larder.clear();
    larder.close();
    server.close();
  }

  /** Asks the plain client. */
  @Benchmark
  public Object get() {
    return plain.get(plainKey);
  }

  /** Asks a view of bytes. */
  @Benchmark
  public Object find() {
    return values.find(KEY);
  }

  /** Asks the stored pages. */
  @Benchmark
  public Object findPage() {
    return pages.find(KEY);
  }
}
