package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryProviderTest {

  private static final Terms TERMS = Terms.ttl(Duration.ofMinutes(5));

  @Test
  void memoryIsOpenedByItsUri() {
    try (Larder larder = Larder.open("memory:?maxBytes=1MB")) {
      assertThat(larder.health().reachable()).isTrue();
      assertThat(larder).hasToString("Larder[memory, at most 1MB]");
      CacheStore<String> store = larder.store("texts", new Texts(true));
      assertThat(store.fill(store.claim("k"), "v", TERMS)).isEqualTo(FillResult.STORED);
    }
  }

  @Test
  void withoutASizeItIs64Megabytes() {
    try (Larder larder = Larder.open("memory:")) {
      assertThat(larder).hasToString("Larder[memory, at most 64MB]");
    }
  }

  @Test
  void wrongOptionsAreRefusedByName() {
    assertThatThrownBy(() -> Larder.open("memory:?maxBytes=many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes 'many'");
    assertThatThrownBy(() -> Larder.open("memory:?maxByte=1MB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxByte", "maxBytes");
    assertThatThrownBy(() -> Larder.open("none:?maxBytes=1MB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes");
    assertThatThrownBy(() -> Larder.open("memory://localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory: alone");
  }

  @Test
  void noneHoldsNothingAndSaysSo() {
    try (Larder larder = Larder.open("none:")) {
      CacheStore<String> store = larder.store("texts", new Texts(true));
      assertThat(store.find("k")).isEqualTo(new Unavailable<>("no store"));
      assertThat(store.findAll(List.of("k", "l")).values())
          .containsOnly(new Unavailable<>("no store"))
          .hasSize(2);
      Claim claim = store.claim("k");
      assertThat(claim.granted()).isFalse();
      assertThat(store.fill(claim, "v", TERMS)).isEqualTo(FillResult.UNAVAILABLE);
      store.abandon(claim);
      assertThat(store.put(claim, "v", TERMS)).isEqualTo(Answer.APPLIED);
      assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
      assertThat(store.evictAll(List.of("k"))).isEqualTo(Answer.APPLIED);
      assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
      assertThat(store.softPurge("k")).isEqualTo(Answer.APPLIED);
      assertThat(store.clear()).isEqualTo(Answer.APPLIED);
      assertThat(larder.invalidate("t")).isEqualTo(Answer.APPLIED);
      assertThat(larder.softPurge(List.of("t"))).isEqualTo(Answer.APPLIED);
      assertThat(larder.clear()).isEqualTo(Answer.APPLIED);
      assertThat(larder.inspect("*", 9)).isEmpty();
      assertThat(store.find("k")).isEqualTo(new Unavailable<>("no store"));
      store.close();
      assertThatThrownBy(() -> store.find("k")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store.clear()).isInstanceOf(IllegalStateException.class);
    }
  }
}
