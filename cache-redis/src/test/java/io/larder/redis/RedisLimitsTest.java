package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.LimitException;
import io.larder.cache.Limits;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.StoreUri;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large for Redis, and how large values leave it. */
class RedisLimitsTest {

  private static final int MOST = 1_000;

  private final RedisFixture redis = RedisFixture.shared();
  private final BackendContext context =
      new BackendContext(
          RedisFixture.namespace(),
          Ticker.system(),
          new Limits(MOST),
          Duration.ofSeconds(60),
          1_000);

  @Test
  void aValueOverTheCapIsRefusedAndCountedAndOneBelowIsStored() {
    try (RedisBackend backend = open()) {
      CacheStore<String> view = Lab.view(backend, "v");
      Claim claim = view.claim("big");

      assertThatExceptionOfType(LimitException.class)
          .isThrownBy(() -> view.fill(claim, "x".repeat(MOST + 1), MINUTE))
          .withMessageContaining("maxValueBytes");

      assertThat(backend.storeStats().tooLarge()).isEqualTo(1);
      assertThat(look(view, "big")).isEqualTo("Miss");
      assertThat(store(view, "big", "x".repeat(MOST))).isEqualTo(FillResult.STORED);
      assertThat(backend.storeStats().tooLarge()).isEqualTo(1);
    }
  }

  @Test
  void aPutOverTheCapLeavesTheKeyEmptyAndIsCounted() {
    try (RedisBackend backend = open()) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "1");
      Claim claim = view.claim("k");

      assertThatExceptionOfType(LimitException.class)
          .isThrownBy(() -> view.put(claim, "x".repeat(MOST + 1), MINUTE));

      assertThat(backend.storeStats().tooLarge()).isEqualTo(1);
      assertThat(look(view, "k")).isEqualTo("Miss");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abandon", "claim", "clock", "look", "move", "remove", "soften", "write"})
  void noScriptFreesALargeValueWhileOthersWait(String script) throws IOException {
    try (InputStream in = Script.class.getResourceAsStream(script + ".lua")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).doesNotContain("'DEL'").isNotBlank();
    }
  }

  @Test
  void norDoesAnEvict() {
    assertThat(Commands.unlink(new byte[0]).arguments().getCommand()).hasToString("UNLINK");
    assertThat(List.of(Commands.class.getDeclaredMethods()))
        .noneMatch(method -> method.getName().equals("del"));
  }

  private RedisBackend open() {
    return (RedisBackend)
        new RedisProvider().open(StoreUri.parse(redis.url() + "?timeout=10s"), context);
  }
}
