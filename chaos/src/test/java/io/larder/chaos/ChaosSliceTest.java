package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A minute of the long run, in every build: what is served is judged, not how fast. */
class ChaosSliceTest {

  @Test
  void nothingFailsAndNothingIsStaleWhateverHappensToRedis() {
    Chaos chaos = Chaos.overRedis(Limits.ofDefaults(false), 1200);

    assertThat(chaos.run(Topology.ONE_SERVER, Faults::ofTheSlice, () -> false)).isEmpty();
  }
}
