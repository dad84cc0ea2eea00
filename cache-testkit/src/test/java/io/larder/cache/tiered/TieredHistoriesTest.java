package io.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random histories of several nodes over one store, with all that can happen to their lines. */
class TieredHistoriesTest {

  private static final int RUNS = 400;

  @Test
  void nothingIsServedThatHasEndedLongerThanTheBoundAgoNorByTheNodeItself() {
    int copies = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      History history = new History(seed, History.Broken.NOTHING);
      history.run();
      assertThat(history.violation()).as("seed " + seed).isNull();
      copies += history.servedByCopies();
    }
    assertThat(copies).as("copies that were served").isGreaterThan(10 * RUNS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void eachRuleIsMissedWhereItIsTakenOut(History.Broken broken) {
    assertThat(
            LongStream.rangeClosed(1, 10 * RUNS)
                .mapToObj(
                    seed -> {
                      History history = new History(seed, broken);
                      history.run();
                      return history.violation();
                    })
                .anyMatch(violation -> violation != null))
        .isTrue();
  }
}
