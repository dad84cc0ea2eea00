package io.larder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Limits;
import io.larder.cache.ManyTimes;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.StoredKey;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codec;
import io.larder.cache.codec.Codecs;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a backend over maps does beside the contract. */
@ManyTimes
class MapBackendTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5)).tagged("t");

  private final ManualClock clock = new ManualClock();
  private final MapBackend backend =
      new MapBackend(new BackendContext("shop", clock, Limits.DEFAULT, Duration.ofSeconds(60), 1));

  private <V> MapStore<V> open(String name, Codec<V> codec) {
    return backend.open(new View<>(name, name + ":", codec));
  }

  private static void stock(CacheStore<String> store, String key, String value) {
    assertThat(store.fill(store.claim(key), value, TERMS)).isEqualTo(FillResult.STORED);
  }

  @Test
  void twoWhoOpenAViewSeeTheSameUntilTheLastHasClosedIt() {
    MapStore<String> one = open("texts", Codecs.utf8());
    MapStore<String> two = open("texts", Codecs.utf8());
    stock(one, "k", "v");
    one.close();
    one.close();
    assertThat(two.find("k")).isInstanceOf(CacheEntry.class);
    MapStore<String> three = open("texts", Codecs.utf8());
    assertThat(three.find("k")).isInstanceOf(CacheEntry.class);
    two.close();
    three.close();
    assertThat(open("texts", Codecs.utf8()).find("k")).isInstanceOf(Miss.class);
  }

  @Test
  void aViewIsNotOpenedWithAnotherCodec() {
    MapStore<String> texts = open("texts", Codecs.utf8());
    assertThatThrownBy(() -> open("texts", Codecs.bytes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("texts", "another codec");
    texts.close();
    assertThat(open("texts", Codecs.bytes()).name()).isEqualTo("texts");
  }

  @Test
  void aClosedBackendOpensNothing() {
    backend.close();
    assertThatThrownBy(() -> open("texts", Codecs.utf8()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void whatVanishesIsOfAnOpenView() {
    assertThatThrownBy(() -> backend.vanish("texts", "k"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'texts'");
    MapStore<String> texts = open("texts", Codecs.utf8());
    stock(texts, "k", "v");
    long stamp = texts.claim("k").stamp();
    backend.vanish("texts", "k");
    backend.vanish("texts", "unknown");
    assertThat(texts.find("k")).isInstanceOf(Miss.class);
    assertThat(texts.claim("k").stamp()).isEqualTo(stamp);
  }

  @Test
  void thereIsRoomForMoreThanALarderAsksFor() {
    MapStore<String> texts = open("texts", Codecs.utf8());
    List.of("a", "b", "c").forEach(key -> stock(texts, key, "v"));
    assertThat(texts.findAll(List.of("a", "b", "c")).values())
        .hasOnlyElementsOfType(CacheEntry.class);
  }

  @Test
  void anOperatorSeesWhatALookUpFinds() {
    MapStore<String> texts = open("texts", Codecs.utf8());
    stock(texts, "a1", "value\tof a");
    stock(texts, "a2", "v".repeat(100));
    stock(texts, "b1", "v");
    texts.fill(texts.claim("a3"), null, Terms.ttl(Duration.ofMinutes(1)));
    texts.fill(texts.claim("a4"), "soon gone", Terms.ttl(Duration.ofSeconds(1)));
    texts.softPurge("a2");
    clock.advance(Duration.ofSeconds(2));

    List<StoredKey> found = backend.inspect("shop:*:a*", 10);

    assertThat(found)
        .extracting(StoredKey::key)
        .containsExactly("shop:texts:a1", "shop:texts:a2", "shop:texts:a3");
    StoredKey first = found.get(0);
    assertThat(first.head()).isEqualTo("value\uFFFDof a");
    assertThat(first.ttl()).isEqualTo(Duration.ofSeconds(298));
    assertThat(first.age()).isEqualTo(Duration.ofSeconds(2));
    assertThat(first.tags()).containsExactly("t");
    assertThat(found.get(1).head()).hasSize(80);
    assertThat(found.get(1).note()).isEqualTo("soft-purged");
    assertThat(found.get(2).head()).isEqualTo("null");
    assertThat(backend.inspect("*", 2)).hasSize(2);
    assertThat(backend.inspect("shop:texts:a", 9)).isEmpty();
    assertThat(backend.health().reachable()).isTrue();
  }

  @Test
  void pagesLieInItToo() {
    try (Larder larder = Larder.builder().backend(MapBackend::new).build()) {
      Page page = new Page(200, new String[0], new String[0], null, new byte[0]);
      CacheStore<Page> pages = larder.pages().store();
      assertThat(pages.fill(pages.claim("/a"), page, TERMS)).isEqualTo(FillResult.STORED);
      assertThat(larder.pages().find("/a")).isInstanceOf(CacheEntry.class);
      assertThat(larder.inspect("larder:/a", 9)).hasSize(1);
    }
  }

  @Test
  void ofManyThreadsThatFillOneClaimOneDoes() throws Exception {
    MapStore<String> texts = open("texts", Codecs.utf8());
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 100; round++) {
        Claim claim = texts.claim("k" + round);
        List<Callable<FillResult>> fills = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String value = "v" + i;
          fills.add(() -> texts.fill(claim, value, TERMS));
        }
        int stored = 0;
        for (Future<FillResult> fill : pool.invokeAll(fills)) {
          stored += fill.get() == FillResult.STORED ? 1 : 0;
        }
        assertThat(stored).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
