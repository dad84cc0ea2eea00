package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Cache;
import io.larder.cache.CacheBuilder;
import io.larder.cache.KeptWarm;
import io.larder.cache.LimitException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are loaded again and again. */
class WarmthTest {

  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofHours(1);

  private final Kitchen kitchen = new Kitchen();
  private final AtomicInteger loads = new AtomicInteger();

  @AfterEach
  void close() {
    kitchen.close();
  }

  private CacheBuilder<String> texts() {
    return kitchen.texts().executor(Runnable::run).loader(load -> "v" + loads.incrementAndGet());
  }

  @Test
  void aKeyIsLoadedAtOnceAndThenAgainAndAgain() {
    Cache<String> texts = texts().build();
    try (KeptWarm kept = texts.keepWarm("a", OFTEN, LONG)) {
      assertThat(loads.get()).isPositive();
      await().until(() -> loads.get() > 3);
      assertThat(kept.isKept()).isTrue();
      assertThat(texts.get("a")).isNotEqualTo("v1");
    }
  }

  @Test
  void itEndsWhenNobodyAsks() {
    Cache<String> texts = texts().build();
    KeptWarm kept = texts.keepWarm("a", OFTEN, LONG);
    kitchen.pass(LONG.plusNanos(1));
    await().until(() -> !kept.isKept());
  }

  @Test
  void askingInWhateverWayKeepsItOn() {
    Cache<String> texts = texts().build();
    for (Runnable asking :
        List.<Runnable>of(
            () -> texts.get("a"),
            () -> texts.find("a"),
            () -> texts.findAll(List.of("a")),
            () -> texts.getAll(List.of("a"), keys -> java.util.Map.of("a", "v")))) {
      try (KeptWarm kept = texts.keepWarm("a", OFTEN, LONG)) {
        kitchen.pass(LONG);
        asking.run();
        kitchen.pass(LONG);
        int before = loads.get();
        await().until(() -> loads.get() > before + 1);
        assertThat(kept.isKept()).isTrue();
      }
    }
  }

  @Test
  void aSecondOneTakesTheFirstOnesPlace() {
    Cache<String> texts = texts().build();
    KeptWarm first = texts.keepWarm("a", LONG, LONG);
    KeptWarm second = texts.keepWarm("a", LONG, LONG);
    assertThat(first.isKept()).isFalse();
    first.close();
    assertThat(second.isKept()).isTrue();
    second.close();
    second.close();
    assertThat(second.isKept()).isFalse();
  }

  @Test
  void whatIsRefusedLeavesEverythingAsItWas() {
    Cache<String> texts = texts().build();
    KeptWarm kept = texts.keepWarm("a", LONG, LONG);
    assertThatThrownBy(() -> texts.keepWarm("a", Duration.ZERO, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every");
    assertThatThrownBy(() -> texts.keepWarm("a", LONG, Duration.ofDays(366)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stopAfterIdle");
    assertThatThrownBy(() -> texts.keepWarm("", LONG, LONG)).isInstanceOf(LimitException.class);
    assertThat(kept.isKept()).isTrue();
  }

  @Test
  void withoutALoaderItIsRefused() {
    assertThatThrownBy(() -> kitchen.texts().build().keepWarm("a", LONG, LONG))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itEndsWithItsLarder() {
    KeptWarm kept = texts().build().keepWarm("a", OFTEN, LONG);
    kitchen.close();
    assertThat(kept.isKept()).isFalse();
  }
}
