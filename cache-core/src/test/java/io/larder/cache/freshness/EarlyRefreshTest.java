package io.larder.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyRefreshTest {
  private static final double E = 1 - Math.exp(-1); // whose -ln(1 - E) is 1

  private static final DoubleSupplier UNDRAWN =
      () -> {
        throw new AssertionError("drawn");
      };

  @ParameterizedTest
  @CsvSource({
    "1, 100, 101, false",
    "1, 100, 99, true",
    "2, 100, 201, false",
    "2, 100, 199, true",
    "0.5, 100, 51, false",
    "0.5, 100, 49, true",
    "1, 1000, 999, true"
  })
  void itIsDueOnceTheDrawReachesTheEnd(double beta, long cost, long left, boolean due) {
    assertThat(new EarlyRefresh(beta).isDue(left, cost, () -> E)).isEqualTo(due);
  }

  @Test
  void farFromTheEndNothingIsDrawn() {
    assertThat(new EarlyRefresh(1).isDue(3_700, 100, UNDRAWN)).isFalse();
    assertThat(new EarlyRefresh(1).isDue(3_600, 100, () -> Math.nextDown(1.0))).isTrue();
  }

  @Test
  void whatCostNothingOrIsNotAskedForIsNeverEarly() {
    assertThat(new EarlyRefresh(1).isDue(1, 0, UNDRAWN)).isFalse();
    assertThat(new EarlyRefresh(0).isDue(1, 100, UNDRAWN)).isFalse();
    assertThat(new EarlyRefresh(0).isOn()).isFalse();
    assertThat(new EarlyRefresh(0.1).isOn()).isTrue();
  }

  @Property
  void itDrawsOnceAtMost(
      @ForAll @DoubleRange(max = 100) double beta,
      @ForAll @LongRange(min = 1) long left,
      @ForAll @LongRange(min = 0) long cost,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
    AtomicInteger draws = new AtomicInteger();
    boolean due =
        new EarlyRefresh(beta)
            .isDue(
                left,
                cost,
                () -> {
                  draws.incrementAndGet();
                  return random;
                });

    assertThat(draws.get()).isBetween(due ? 1 : 0, 1);
  }

  /** The share of draws that reach {@code left} is {@code exp(-left / (beta * cost))}. */
  @Test
  void itIsDueAsOftenAsThePaperSays() {
    Random random = new Random(7);
    int due = 0;
    for (int i = 0; i < 100_000; i++) {
      due += new EarlyRefresh(1).isDue(200, 100, random::nextDouble) ? 1 : 0;
    }
    assertThat(due / 100_000.0).isBetween(Math.exp(-2) - 0.005, Math.exp(-2) + 0.005);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoFactorIsRefused(double beta) {
    assertThatThrownBy(() -> new EarlyRefresh(beta)).hasMessageContaining("between 0 and 100");
  }

  @Test
  void itIsReadAsAFactor() {
    assertThat(EarlyRefresh.parse("1.5")).isEqualTo(new EarlyRefresh(1.5));
    for (String wrong : new String[] {"soon", "-1", "1.", "1e3", ""}) {
      assertThatThrownBy(() -> EarlyRefresh.parse(wrong))
          .hasMessageContaining("write it as in earlyRefresh=1");
    }
  }
}
