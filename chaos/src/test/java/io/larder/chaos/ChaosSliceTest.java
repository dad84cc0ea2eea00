package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A minute of the long run, in every build: what is served is judged, not how fast. */
class ChaosSliceTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // a busy machine may wait for many trials
  void nothingFailsAndNothingIsStaleWhateverHappensToRedis() {
    Chaos chaos = Chaos.overRedis(Limits.ofDefaults(false), 1200);

    assertThat(chaos.run(Topology.ONE_SERVER, Faults::ofTheSlice, () -> false)).isEmpty();
  }
}
