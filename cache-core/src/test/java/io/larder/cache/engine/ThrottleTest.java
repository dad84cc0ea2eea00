package io.larder.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For which keys no load is tried. */
class ThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Throttle throttle = new Throttle(nanos::get);

  @Test
  void aKeyIsLeftAloneForAsLongAsWasSaid() {
    throttle.failed("a", 10);
    assertThat(throttle.isOn("b")).isFalse();
    nanos.set(9);
    assertThat(throttle.isOn("a")).isTrue();
    nanos.set(10);
    assertThat(throttle.isOn("a")).isFalse();
  }

  @Test
  void aKeyWhoseLoadHasSucceededIsNot() {
    throttle.failed("a", 10);
    throttle.failed("b", 10);
    throttle.succeeded("a");
    assertThat(throttle.isOn("a")).isFalse();
    assertThat(throttle.isOn("b")).isTrue();
  }

  @Test
  void beyondAsManyAsAreRememberedTheOldestIsForgotten() {
    throttle.failed("first", 10);
    throttle.failed("second", 10);
    throttle.failed("first", 10); // the youngest again
    for (int i = 2; i < Throttle.MOST; i++) {
      throttle.failed("k" + i, 10);
    }
    assertThat(throttle.isOn("second")).isTrue();
    throttle.failed("one more", 10);
    assertThat(throttle.isOn("second")).isFalse();
    assertThat(throttle.isOn("first")).isTrue();
    assertThat(throttle.isOn("one more")).isTrue();
  }
}
