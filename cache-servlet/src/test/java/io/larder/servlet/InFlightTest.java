package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(100);
  private final Object capture = new Object();

  @Test
  void whatIsTakenIsNotThereForOthersUntilItEnds() {
    InFlight.Share first = inFlight.begin(capture);
    InFlight.Share second = inFlight.begin(capture);

    assertThat(first.grow(60)).isTrue();
    assertThat(second.grow(41)).isFalse();
    assertThat(second.grow(40)).isTrue();
    assertThat(first.grow(61)).isFalse();
    assertThat(first.grow(60)).isTrue();
    assertThat(inFlight.taken()).isEqualTo(100);

    first.end();
    first.end();
    assertThat(inFlight.taken()).isEqualTo(40);
    assertThat(second.grow(100)).isTrue();
    second.end();
    assertThat(inFlight.taken()).isZero();
  }

  @Test
  void whatEndsWithoutAWordIsGivenBack() {
    assertThat(inFlight.begin(new Object()).grow(100)).isTrue();
    InFlight.Share next = inFlight.begin(capture);

    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return next.grow(1);
            });
    assertThat(inFlight.taken()).isEqualTo(1);
    assertThat(next.grow(100)).isTrue();
  }
}
