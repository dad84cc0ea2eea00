package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenedOnceTest {
  private final AtomicInteger openings = new AtomicInteger();

  @Test
  void allGetTheOneThatIsOpenedForTheFirst() {
    OpenedOnce<Integer> shared = new OpenedOnce<>(openings::incrementAndGet);
    assertThat(openings).as("before anybody asks").hasValue(0);

    assertThat(shared.get()).isEqualTo(1);
    assertThat(shared.get()).isEqualTo(1);
  }

  @Test
  void aFailureIsNotTriedAgainButSaidToEach() {
    OpenedOnce<Integer> shared =
        new OpenedOnce<>(
            () -> {
              throw new IllegalStateException("none here: " + openings.incrementAndGet());
            });

    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException().isThrownBy(shared::get).withMessage("none here: 1");
    }
  }
}
