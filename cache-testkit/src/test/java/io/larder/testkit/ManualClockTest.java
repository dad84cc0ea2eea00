package io.larder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.ManyTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@ManyTimes
class ManualClockTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ManualClock clock = new ManualClock(NOON);

  @Test
  void itStandsUntilItIsTold() {
    assertThat(clock.read()).isEqualTo(clock.read());
    assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());
    assertThat(new ManualClock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void bothReadingsMoveTogether() {
    long before = clock.read();
    clock.advance(Duration.ofSeconds(90));
    clock.advance(Duration.ZERO);
    assertThat(clock.read() - before).isEqualTo(Duration.ofSeconds(90).toNanos());
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(90));
    assertThat(clock.millis()).isEqualTo(NOON.plusSeconds(90).toEpochMilli());
    assertThat(clock).hasToString("ManualClock[2026-03-01T12:01:30Z]");
  }

  @Test
  void itDoesNotGoBack() {
    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("PT-0.000000001S", "does not go back");
    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void itDoesNotGoFurtherThanItsNumbersReach() {
    clock.advance(Duration.ofDays(365 * 290));
    for (Duration much : List.of(Duration.ofDays(365 * 290), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> clock.advance(much))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("" + much, "292 years");
    }
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(365 * 290)));
  }

  @Test
  void noMovementIsLost() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int step = 0; step < 10_000; step++) {
                  clock.advance(Duration.ofNanos(3));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(clock.read()).isEqualTo(120_000);
  }
}
