package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ManyTimes;
import io.larder.cache.Terms;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads of two nodes that meet on one Redis. */
@ManyTimes
class RedisThreadsTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5)).tagged("t", "u");

  /** A busy machine is no outage. */
  private static final String PATIENT = "?timeout=20s&connectTimeout=20s&poolWait=20s";

  private final String namespace = RedisFixture.namespace();
  private final RedisBackend[] nodes = {open(), open()};
  private final ExecutorService pool = Executors.newFixedThreadPool(6);

  /** The source's value, and the highest that a change had whose event has returned. */
  private final AtomicLong source = new AtomicLong();

  private final AtomicLong done = new AtomicLong();
  private final AtomicInteger hits = new AtomicInteger();

  @AfterEach
  void close() {
    pool.shutdownNow();
    nodes[0].close();
    nodes[1].close();
  }

  /** Where they meet. */
  String url() {
    return RedisFixture.shared().url();
  }

  private RedisBackend open() {
    return Lab.open(url() + PATIENT, namespace);
  }

  @Test
  void nobodyIsServedWhatHadEndedBeforeTheyAskedOnEitherNode() throws Exception {
    // While a clock is made, what others end at that moment may have to wait: DEFERRED, rightly.
    assertThat(nodes[0].invalidate(List.of("first"))).isEqualTo(Answer.APPLIED);
    List<Callable<String>> work = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      RedisBackend node = nodes[i % 2];
      CacheStore<String> store = Lab.view(node, "numbers");
      Random random = new Random(i);
      boolean reads = i < 4;
      work.add(() -> reads ? read(store, random) : change(node, store, random));
    }
    for (Future<String> one : pool.invokeAll(work)) {
      assertThat(one.get()).isEmpty();
    }
    assertThat(hits.get()).as("hits").isPositive();
    assertThat(read(Lab.view(nodes[0], "numbers"), new Random())).isEmpty();
  }

  private String read(CacheStore<String> store, Random random) {
    for (int i = 0; i < 300; i++) {
      long must = done.get();
      if (store.find("k") instanceof CacheEntry<String> entry) {
        hits.incrementAndGet();
        if (Long.parseLong(entry.value()) < must) {
          return entry.value() + " was found where " + must + " was due";
        }
      } else {
        Claim claim = store.claim("k");
        String value = "" + source.get();
        if (random.nextInt(8) == 0) {
          Thread.yield();
        }
        var unused = store.fill(claim, value, TERMS);
      }
    }
    return "";
  }

  private String change(RedisBackend node, CacheStore<String> store, Random random) {
    for (int i = 0; i < 60; i++) {
      long value;
      Answer answer;
      if (random.nextInt(5) == 0) {
        Claim claim = store.claim("k");
        value = source.incrementAndGet();
        answer = store.put(claim, "" + value, TERMS);
      } else {
        value = source.incrementAndGet();
        answer = end(node, store, random.nextInt(5));
      }
      if (answer != Answer.APPLIED) {
        return "an event was " + answer;
      }
      done.accumulateAndGet(value, Math::max);
      Thread.yield();
    }
    return "";
  }

  private static Answer end(RedisBackend node, CacheStore<String> store, int how) {
    return switch (how) {
      case 0 -> store.evict("k");
      case 1 -> store.invalidate(List.of("t"));
      case 2 -> node.invalidate(List.of("u", "v"));
      case 3 -> store.clear();
      default -> node.clear();
    };
  }
}
