package io.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a thread knows about the time that it has left. */
class DeadlineTest {

  private static final Deadline SECOND = Deadline.of(Duration.ofSeconds(1));
  private static final Deadline HOUR = Deadline.of(Duration.ofHours(1));

  @Test
  void outsideAnOperationThereIsNone() {
    assertThat(left()).isEqualTo(Long.MAX_VALUE);
    assertThat(Deadline.NONE.<Long>within(DeadlineTest::left)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withinAnOperationItRunsDown() {
    assertThat(SECOND.<Long>within(DeadlineTest::left)).isBetween(1L, 1_000_000_000L);
    assertThat(left()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofTwoTheEarlierCounts() {
    long inner = SECOND.<Long>within(() -> HOUR.<Long>within(DeadlineTest::left));
    assertThat(inner).isLessThanOrEqualTo(1_000_000_000L);

    HOUR.within(
        () -> {
          assertThat(SECOND.<Long>within(DeadlineTest::left)).isLessThanOrEqualTo(1_000_000_000L);
          assertThat(left()).as("the outer one again").isGreaterThan(1_000_000_000L);
          return true;
        });
  }

  @Test
  void whatThrowsLeavesNone() {
    assertThatThrownBy(
            () ->
                SECOND.within(
                    () -> {
                      throw new IllegalStateException("of the work");
                    }))
        .hasMessage("of the work");
    assertThat(left()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theLastMomentIsAMillisecondAndNeverForever() {
    assertThat(Deadline.millis(1)).isEqualTo(1);
    assertThat(Deadline.millis(1_000_001)).isEqualTo(2);
    assertThat(Deadline.millis(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }

  private static long left() {
    return Deadline.left(System.nanoTime());
  }
}
