package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheStats;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeekTest {

  private final Kitchen kitchen = new Kitchen();

  @AfterEach
  void close() {
    kitchen.close();
  }

  @Test
  void seesWhatFindSees() {
    Cache<String> texts = kitchen.texts().staleIfError(Duration.ofHours(1)).build();
    assertThat(texts.peek("a")).isEqualTo(texts.find("a"));
    texts.get("a", load -> "v");
    assertThat(texts.peek("a")).isEqualTo(texts.find("a")).isInstanceOf(CacheResult.Hit.class);
    kitchen.pass(Duration.ofSeconds(11));
    assertThat(texts.peek("a")).isEqualTo(texts.find("a")).isInstanceOf(CacheResult.Stale.class);
  }

  @Test
  void leavesTheStatsAsTheyAre() {
    Cache<String> texts = kitchen.texts().staleIfError(Duration.ofHours(1)).build();
    texts.get("a", load -> "v");
    CacheStats before = texts.stats();
    assertThat(texts.peek("a")).isInstanceOf(CacheResult.Hit.class);
    assertThat(texts.peek("b")).isInstanceOf(CacheResult.Missing.class);
    kitchen.pass(Duration.ofSeconds(11));
    assertThat(texts.peek("a")).isInstanceOf(CacheResult.Stale.class);
    assertThat(texts.stats()).isEqualTo(before);
  }

  @Test
  void asksForTheKeyThatTheCacheHas() {
    Cache<String> texts =
        kitchen.texts().key(asked -> asked.isEmpty() ? null : "tenant:" + asked).build();
    texts.get("a", load -> "v");
    assertThat(texts.peek("a").fresh()).contains("v");
    assertThat(texts.peek("")).isInstanceOf(CacheResult.Missing.class);
  }
}
