package io.larder.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Terms;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitterTest {
  private static final long YEAR = 365L * 24 * 3600 * 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "10, 0.0, PT100S",
    "10, 0.5, PT95S",
    "10, 0.999999999999, PT90S",
    "0, 0.9, PT100S",
    "90, 0.999999999999, PT10S"
  })
  void itTakesAShareOfItsShareAway(int percent, double random, Duration left) {
    assertThat(new Jitter(percent).shorten(Duration.ofSeconds(100), random))
        .isCloseTo(left, Duration.ofNanos(1_000));
  }

  @Property
  void itNeverLengthensAndTakesNoMoreThanItsShare(
      @ForAll @IntRange(max = 90) int percent,
      @ForAll @LongRange(min = 1, max = YEAR) long nanos,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    Duration left = new Jitter(percent).shorten(Duration.ofNanos(nanos), random);

    assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofNanos(nanos));
    assertThat((double) left.toNanos())
        .isGreaterThanOrEqualTo(nanos * (1 - percent / 100.0) * 0.99);
    assertThat(Terms.ttl(left).fresh()).isEqualTo(left);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(new Jitter(90).shorten(Duration.ZERO, 0.9)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 91})
  void whatIsNoShareIsRefused(int percent) {
    assertThatThrownBy(() -> new Jitter(percent))
        .hasMessage("jitter is " + percent + "%: it must be between 0% and 90%");
  }

  @Test
  void itIsReadAsAPercentage() {
    assertThat(Jitter.parse("10%")).isEqualTo(new Jitter(10));
    for (String wrong : new String[] {"10", "0.1", "-1%", "1000%", "", "10 %"}) {
      assertThatThrownBy(() -> Jitter.parse(wrong))
          .hasMessageContaining("write it as in jitter=10%");
    }
    assertThatThrownBy(() -> Jitter.parse("91%")).hasMessageContaining("between 0% and 90%");
  }
}
