package io.larder.benchmarks;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Larder;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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

/**
 * A copy in memory before Redis, against the same in the memory store; an unrelated tag is
 * invalidated each second in both.
 */
@NullUnmarked // the fields are set before a benchmark runs
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NearHitBenchmark {

  /** How many keys are asked for in turn. */
  @Param({"1", "1000"})
  public int keys;

  private String[] names;
  private int next;
  private RedisServer server;
  private Larder tiered;
  private Larder larder;
  private CacheStore<byte[]> copies;
  private CacheStore<byte[]> values;
  private ScheduledExecutorService events;

  /** Fills both with the same, and waits until all of it is copied. */
  @Setup
  public void fill() {
    server = RedisServer.open();
    tiered = Larder.builder().store("tiered+" + server.uri()).namespace("bench").build();
    larder = Larder.open("memory:");
    copies = tiered.store("values", Codecs.bytes());
    values = larder.store("values", Codecs.bytes());
    Terms terms = Terms.ttl(Duration.ofHours(1)).tagged("quotes");
    names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = "http://localhost:5000/universities?country=" + i;
      copies.fill(copies.claim(names[i]), Payload.json(700), terms);
      values.fill(values.claim(names[i]), Payload.json(700), terms);
    }
    events = Executors.newSingleThreadScheduledExecutor();
    var unused = events.scheduleAtFixedRate(this::invalidate, 0, 1, TimeUnit.SECONDS);
    awaitCopies();
    System.gc(); // else copies lie among what was read with them, and values together
  }

  private void invalidate() {
    tiered.invalidate(List.of("unrelated"));
    larder.invalidate(List.of("unrelated"));
  }

  private void awaitCopies() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long before;
    do {
      before = tiered.copyStats().hits();
      for (String name : names) {
        if (!(copies.find(name) instanceof CacheEntry)) {
          throw new IllegalStateException("not a hit: " + name);
        }
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not copied: " + tiered.copyStats());
      }
    } while (tiered.copyStats().hits() - before < keys);
  }

  /** Closes the stores and ends the server. */
  @TearDown
  public void close() {
    events.shutdownNow();
    tiered.clear();
    tiered.close();
    larder.close();
    server.close();
  }

  /** Asks the memory store. */
  @Benchmark
  public Object memory() {
    return values.find(key());
  }

  /** Asks the copies. */
  @Benchmark
  public Object find() {
    return copies.find(key());
  }

  private String key() {
    int at = next;
    next = at + 1 == names.length ? 0 : at + 1;
    return names[at];
  }
}
