package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a server's answers are too slow. */
class PaceTest {

  private static final long FAST = Duration.ofMillis(99).toNanos();
  private static final long SLOW = Duration.ofMillis(101).toNanos();

  private final Pace pace = new Pace(Deadline.of(Duration.ofMillis(200)));

  @Test
  void aFewSlowAnswersSayNothing() {
    assertThatCode(() -> answer(Pace.LEAST - 1, SLOW)).doesNotThrowAnyException();
  }

  @Test
  void halfOfTheLastAnswersMayNotBeSlow() {
    answer(Pace.LEAST / 2, FAST);
    answer(Pace.LEAST / 2 - 1, SLOW);

    assertThatExceptionOfType(SlowServer.class)
        .isThrownBy(() -> pace.answered(SLOW))
        .withMessage("answers take longer than 100 ms");
  }

  @Test
  void someOfTheLastAnswersMayBeSlow() {
    answer(100, FAST);

    assertThatCode(() -> answer(24, SLOW)).doesNotThrowAnyException();
    assertThat(catchThrowable(() -> pace.answered(SLOW))).isInstanceOf(SlowServer.class);
  }

  @Test
  void whatWasSaidIsForgotten() {
    answer(Pace.LEAST - 1, SLOW);
    pace.reset();
    assertThatCode(() -> answer(Pace.LEAST - 1, SLOW)).doesNotThrowAnyException();
    assertThat(catchThrowable(() -> pace.answered(SLOW))).isInstanceOf(SlowServer.class);

    assertThatCode(() -> answer(Pace.LEAST - 1, SLOW)).doesNotThrowAnyException();
  }

  @Test
  void thePaceOfSomeDoesNotMatter() {
    assertThatCode(() -> IntStream.range(0, 100).forEach(i -> Pace.ANY.answered(SLOW)))
        .doesNotThrowAnyException();
  }

  @Test
  void withoutADeadlineHalfOfTheDefaultIsSlow() {
    assertThat(Deadline.NONE.slowNanos()).isEqualTo(Duration.ofMillis(125).toNanos());
  }

  private void answer(int times, long nanos) {
    IntStream.range(0, times).forEach(i -> pace.answered(nanos));
  }
}
