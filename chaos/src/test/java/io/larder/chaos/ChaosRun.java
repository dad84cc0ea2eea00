package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The long run over all topologies, as {@code .ci/long chaos} does it: each fault once, and more as
 * long as there is time, which {@code -Dchaos.minutes} says.
 */
class ChaosRun {

  private static final int PHASE_MILLIS = 3000;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothingFailsNothingIsStaleAndNothingTakesLong() {
    long begun = System.nanoTime();
    double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "15"));
    Chaos chaos = Chaos.overRedis(Limits.ofDefaults(true), PHASE_MILLIS);
    List<String> wrong = new ArrayList<>();
    for (Topology each : Topology.values()) {
      double share = (each.ordinal() + 1.0) / Topology.values().length;
      // A row takes half a minute at most.
      long end = begun + (long) ((share * minutes - 0.5) * 60e9);
      wrong.addAll(chaos.run(each, Faults::all, () -> System.nanoTime() - end < 0));
    }
    assertThat(wrong).isEmpty();
  }
}
