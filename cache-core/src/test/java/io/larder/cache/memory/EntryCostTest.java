package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheStore;
import io.larder.cache.Limits;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Measures what {@link Weight} counts for an entry beside its value. */
class EntryCostTest {

  private static final int ENTRIES = 40_000;

  /** Returns the bytes of heap that an entry takes beside its value and its key's characters. */
  private static long measure(int tags) {
    BackendContext context =
        new BackendContext("shop", Ticker.system(), Limits.DEFAULT, Duration.ofSeconds(60), 1);
    MemoryBackend backend = new MemoryBackend(context, 1L << 30);
    CacheStore<String> store = backend.open(new View<>("texts", "texts:", new Texts(true)));
    String value = "v";
    long before = used();
    for (int i = 0; i < ENTRIES; i++) {
      String key = String.format("key-%012d", i);
      Terms terms = Terms.ttl(Duration.ofMinutes(5));
      for (int tag = 0; tag < tags; tag++) {
        terms = terms.tagged(String.format("tag-%012d", i));
      }
      store.fill(store.claim(key), value, terms);
    }
    long after = used();
    Reference.reachabilityFence(backend);
    return (after - before) / ENTRIES - 16L * (1 + tags);
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void anEntryCountsWhatItTakes() {
    measure(0); // the classes are loaded now
    long plain = measure(0);
    long tagged = measure(1);
    System.out.printf(
        "an entry takes %d bytes beside its value, a tag %d%n", plain, tagged - plain);
    assertThat(plain).isBetween(Weight.ENTRY / 2L, (long) Weight.ENTRY);
    assertThat(tagged).isLessThanOrEqualTo(Weight.ENTRY + Weight.TAG);
  }
}
