package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Cache;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Miss;
import io.larder.cache.StoredKey;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryBackendTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5));

  private final MemoryBackend backend = new MemoryBackend(context(100), 1 << 20);
  private final CacheStore<String> texts = open("texts", true);

  private static BackendContext context(long maxEntries) {
    return new BackendContext(
        "shop", Ticker.system(), new Limits(10 << 20), Duration.ofSeconds(60), maxEntries);
  }

  private CacheStore<String> open(String name, boolean sized) {
    return backend.open(new View<>(name, name + ":", new Texts(sized)));
  }

  private static void stock(CacheStore<String> store, String key, String value) {
    assertThat(store.fill(store.claim(key), value, TERMS)).isEqualTo(FillResult.STORED);
  }

  private static void flood(CacheStore<String> store, int count) {
    for (int i = 0; i < count; i++) {
      stock(store, "k" + i, "v".repeat(1_000));
    }
  }

  private long weight(String... views) {
    return Stream.of(views)
        .map(name -> backend.view(name).shelf().entries())
        .peek(Cache::cleanUp)
        .map(shelf -> shelf.policy().eviction().orElseThrow().weightedSize())
        .mapToLong(OptionalLong::orElseThrow)
        .sum();
  }

  @Nested
  class Hits {

    @Test
    void areTheEntryItself() {
      stock(texts, "k", "v");
      assertThat(texts.find("k")).isSameAs(texts.find("k"));
      backend.invalidate(List.of("another"));
      assertThat(texts.find("k")).as("judged by its tags").isSameAs(texts.find("k"));
    }

    @Test
    void allocateNothing() {
      var threads =
          (com.sun.management.ThreadMXBean)
              java.lang.management.ManagementFactory.getThreadMXBean();
      stock(texts, "k", "v");
      int finds = 200_000;
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        int hits = 0;
        for (int i = 0; i < finds; i++) {
          hits += texts.find("k") instanceof CacheEntry ? 1 : 0;
        }
        assertThat(hits).isEqualTo(finds);
        allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(allocated / finds).isZero();
    }
  }

  @Nested
  class Budget {

    @Test
    void isNotExceeded() {
      flood(texts, 3_000);
      assertThat(weight("texts")).isBetween(900_000L, 1L << 20);
    }

    @Test
    void isSharedEqually() {
      flood(texts, 3_000);
      CacheStore<String> more = open("more", true);
      assertThat(weight("texts", "more")).isLessThanOrEqualTo(1 << 20);
      flood(more, 3_000);
      assertThat(weight("texts")).isBetween(400_000L, 1L << 19);
      assertThat(weight("more")).isBetween(400_000L, 1L << 19);
    }

    @Test
    void isGivenBackByAViewThatIsClosed() {
      CacheStore<String> more = open("more", true);
      flood(more, 3_000);
      more.close();
      assertThat(backend.view("texts").share()).isEqualTo(1 << 20);
      flood(texts, 3_000);
      assertThat(weight("texts")).isBetween(900_000L, 1L << 20);
    }

    @Test
    void isNotSharedWithViewsThatCountEntries() {
      CacheStore<String> counted = open("counted", false);
      assertThat(backend.view("texts").share()).isEqualTo(1 << 20);
      flood(counted, 1_000);
      Cache<?, ?> shelf = backend.view("counted").shelf().entries();
      shelf.cleanUp();
      assertThat(shelf.estimatedSize()).isLessThanOrEqualTo(100);
    }

    @Test
    void refusesAValueThatNoViewHasRoomFor() {
      Claim claim = texts.claim("k");
      assertThatThrownBy(() -> texts.fill(claim, "v".repeat(2 << 20), TERMS))
          .isInstanceOf(LimitException.class)
          .hasMessageContaining("maxBytes");
      assertThat(texts.find("k")).isInstanceOf(Miss.class);
    }

    @Test
    void isFreeAfterAClear() {
      flood(texts, 500);
      texts.clear();
      assertThat(backend.view("texts").shelf().entries().estimatedSize()).isZero();
      flood(texts, 500);
      backend.clear();
      assertThat(backend.view("texts").shelf().entries().estimatedSize()).isZero();
      assertThat(backend.view("texts").share()).isEqualTo(1 << 20);
    }
  }

  @Nested
  class LoadsInFlight {

    @Test
    void areBounded() {
      Claim first = texts.claim("first");
      for (int i = 0; i < 3 * Claims.MAX_CLAIMS; i++) {
        texts.claim("k" + i);
      }
      Claim last = texts.claim("last");
      assertThat(backend.view("texts").claims().size()).isLessThanOrEqualTo(Claims.MAX_CLAIMS);
      assertThat(texts.fill(first, "v", TERMS)).isEqualTo(FillResult.REFUSED);
      assertThat(texts.fill(last, "v", TERMS)).isEqualTo(FillResult.STORED);
    }

    @Test
    void outliveAFloodOfEntries() {
      Claim claim = texts.claim("k");
      flood(open("more", true), 3_000);
      for (int i = 0; i < 3_000; i++) {
        stock(texts, "other" + i, "v".repeat(1_000));
      }
      assertThat(texts.fill(claim, "v", TERMS)).isEqualTo(FillResult.STORED);
    }

    /** Of a refresh from before an invalidation and a load from after it, the younger is stored. */
    @Test
    void ofWhatHasEndedYieldToTheLoadThatBeganAfterwards() {
      texts.fill(texts.claim("k"), "old", TERMS.tagged("t"));
      Claim before = texts.claim("k");
      backend.invalidate(List.of("t"));
      Claim after = texts.claim("k");
      assertThat(texts.fill(before, "refreshed", TERMS.tagged("u"))).isEqualTo(FillResult.REFUSED);
      assertThat(texts.fill(after, "loaded", TERMS.tagged("u"))).isEqualTo(FillResult.STORED);
    }

    @Test
    void leaveNothingBehind() {
      stock(texts, "filled", "v");
      texts.put(texts.claim("put"), "v", TERMS);
      texts.abandon(texts.claim("abandoned"));
      texts.claim("evicted");
      texts.evict("evicted");
      texts.claim("purged");
      texts.softPurge("purged");
      assertThat(backend.view("texts").claims().size()).isZero();
    }
  }

  /** Whoever reads a clock that includes an event must find the key as the event leaves it. */
  @Nested
  class Events {

    private void assertChangesTheKeyFirst(Runnable event) throws InterruptedException {
      long before = backend.clock().now();
      Thread thread = new Thread(event, "an event");
      synchronized (backend.view("texts").claims().stripe("k")) {
        thread.start();
        await().until(() -> thread.getState() == Thread.State.BLOCKED);
        assertThat(backend.clock().now()).isEqualTo(before);
      }
      thread.join(10_000);
      assertThat(backend.clock().now()).isEqualTo(before + 1);
    }

    @Test
    void changeTheKeyBeforeTheyMoveTheClock() throws Exception {
      Claim claim = texts.claim("k");
      assertChangesTheKeyFirst(() -> texts.put(claim, "v", TERMS));
      assertChangesTheKeyFirst(() -> texts.softPurge("k"));
      assertChangesTheKeyFirst(() -> texts.evict("k"));
      assertChangesTheKeyFirst(() -> texts.evictAll(List.of("other", "k")));
    }
  }

  @Nested
  class Views {

    @Test
    void openedTwiceShareTheirEntries() {
      CacheStore<String> twin = open("texts", true);
      stock(texts, "k", "v");
      assertThat(twin.find("k")).isSameAs(texts.find("k"));
      twin.close();
      assertThat(texts.find("k")).isInstanceOf(CacheEntry.class);
      assertThatThrownBy(() -> twin.find("k")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void openedWithAnotherCodecAreRefused() {
      assertThatThrownBy(() -> open("texts", false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'texts' is open with another codec");
    }

    @Test
    void openedAnewAreEmptyAndRefuseOldClaims() {
      stock(texts, "k", "v");
      Claim old = texts.claim("l");
      texts.close();
      CacheStore<String> anew = open("texts", true);
      assertThat(anew.find("k")).isInstanceOf(Miss.class);
      anew.claim("l");
      assertThat(anew.fill(old, "old", TERMS)).isEqualTo(FillResult.REFUSED);
    }

    @Test
    void areNotOpenedByAClosedBackend() {
      backend.close();
      assertThatThrownBy(() -> open("new", true)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class Inspections {

    @Test
    void listWhatMatches() {
      texts.fill(texts.claim("a1"), "one\ntwo" + "x".repeat(100), TERMS.tagged("t"));
      stock(texts, "a2", "");
      texts.fill(texts.claim("b"), null, TERMS);
      assertThat(backend.inspect("shop:texts:a*", 10))
          .extracting(StoredKey::key)
          .containsExactlyInAnyOrder("shop:texts:a1", "shop:texts:a2");
      StoredKey key = backend.inspect("*a1", 10).get(0);
      assertThat(key.type()).isEqualTo("memory");
      assertThat(key.ttl()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
      assertThat(key.bytes()).isEqualTo(107);
      assertThat(key.tags()).containsExactly("t");
      assertThat(key.head()).hasSize(80).startsWith("one\uFFFDtwox");
      assertThat(key.note()).isNull();
      assertThat(backend.inspect("*:b", 10).get(0).head()).isEqualTo("null");
    }

    @Test
    void listNoMoreThanAskedForAndNothingThatHasEnded() {
      flood(texts, 20);
      assertThat(backend.inspect("*", 7)).hasSize(7);
      texts.fill(texts.claim("tagged"), "v", TERMS.tagged("t"));
      backend.invalidate(List.of("t"));
      assertThat(backend.inspect("*tagged", 7)).isEmpty();
      assertThat(backend.inspect("a.b", 7)).isEmpty();
    }
  }
}
