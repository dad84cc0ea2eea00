package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Fault ONE = Fault.named("one");
  private static final Fault OTHER = Fault.named("other");

  private boolean time = true;
  private final Schedule schedule = new Schedule(List.of(ONE, OTHER), () -> time);

  @Test
  void withoutTimeEachHappensOnce() {
    time = false;

    assertThat(schedule.next()).contains(ONE);
    schedule.happened(ONE, true);
    assertThat(schedule.next()).contains(OTHER);
    schedule.happened(OTHER, false);
    assertThat(schedule.next()).isEmpty();
    assertThat(schedule.isSlow(ONE)).isTrue();
    assertThat(schedule.isSlow(OTHER)).isFalse();
  }

  @Test
  void whatTookTooLongIsNextUntilItDoesNot() {
    schedule.happened(ONE, false);
    schedule.happened(OTHER, true);

    assertThat(schedule.next()).contains(OTHER);
    schedule.happened(OTHER, true);
    assertThat(schedule.next()).contains(OTHER);
    schedule.happened(OTHER, false);
    assertThat(schedule.isSlow(OTHER)).isFalse();
  }

  @Test
  void withTimeLeftAllHappenAgain() {
    schedule.happened(ONE, false);
    schedule.happened(OTHER, false);

    assertThat(schedule.next()).contains(ONE);
    schedule.happened(ONE, false);
    assertThat(schedule.next()).contains(OTHER);
  }

  @Test
  void whatHasBeenFastOnceMayBeSlowLater() {
    schedule.happened(ONE, false);
    schedule.happened(OTHER, false);
    schedule.happened(ONE, true);

    assertThat(schedule.isSlow(ONE)).isFalse();
  }
}
