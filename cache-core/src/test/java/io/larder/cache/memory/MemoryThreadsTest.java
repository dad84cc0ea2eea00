package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Limits;
import io.larder.cache.ManyTimes;
import io.larder.cache.Repeats;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Within a call, where the exploration does not look: threads that meet in the store. */
@Tag(ManyTimes.TAG)
class MemoryThreadsTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5)).tagged("t", "u");

  private final MemoryBackend backend =
      new MemoryBackend(
          new BackendContext(
              "shop", Ticker.system(), Limits.DEFAULT, Duration.ofSeconds(60), 1_000),
          1 << 20);
  private final CacheStore<Long> store = backend.open(new View<>("numbers", "n:", new Numbers()));

  /** The source's value, and the highest that a change had whose event has returned. */
  private final AtomicLong source = new AtomicLong();

  private final AtomicLong done = new AtomicLong();
  private final AtomicInteger hits = new AtomicInteger();

  @Test
  void nobodyIsServedWhatHadEndedBeforeTheyAsked() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      Repeats.run(
          () -> {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
              Random random = new Random(i);
              boolean reads = i < 4;
              work.add(() -> reads ? read(random) : change(random));
            }
            for (Future<String> one : pool.invokeAll(work)) {
              assertThat(one.get()).isEmpty();
            }
            return null;
          });
    } finally {
      pool.shutdownNow();
    }
    assertThat(hits.get()).as("hits").isPositive();
  }

  private String read(Random random) {
    for (int i = 0; i < 20_000; i++) {
      long must = done.get();
      if (store.find("k") instanceof CacheEntry<Long> entry) {
        hits.incrementAndGet();
        if (entry.value() < must) {
          return entry.value() + " was found where " + must + " was due";
        }
      } else {
        Claim claim = store.claim("k");
        long value = source.get();
        if (random.nextInt(8) == 0) {
          Thread.yield();
        }
        store.fill(claim, value, TERMS);
      }
    }
    return "";
  }

  private String change(Random random) {
    for (int i = 0; i < 4_000; i++) {
      long value;
      if (random.nextInt(5) == 0) {
        Claim claim = store.claim("k");
        value = source.incrementAndGet();
        store.put(claim, value, TERMS);
      } else {
        value = source.incrementAndGet();
        end(random.nextInt(5));
      }
      done.accumulateAndGet(value, Math::max);
      Thread.yield();
    }
    return "";
  }

  private void end(int how) {
    switch (how) {
      case 0 -> store.evict("k");
      case 1 -> store.invalidate(List.of("t"));
      case 2 -> store.invalidate(List.of("u", "v"));
      case 3 -> store.clear();
      default -> backend.clear();
    }
  }
}
