package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The long run over all topologies, over sentinels where invalidations wait for a replica, and over
 * one server with copies, as {@code .ci/long chaos} does it: each fault once, and more as long as
 * there is time, which {@code -Dchaos.minutes} says. With {@code -Dchaos.tiered=true} it is all
 * topologies with copies instead.
 */
class ChaosRun {

  private static final int PHASE_MILLIS = 3000;

  private record Part(Chaos chaos, Topology topology) {}

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothingFailsNothingIsStaleAndNothingTakesLong() {
    long begun = System.nanoTime();
    double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "15"));
    List<String> wrong = new ArrayList<>();
    List<Part> parts = parts(Boolean.getBoolean("chaos.tiered"));
    for (int i = 0; i < parts.size(); i++) {
      double share = (i + 1.0) / parts.size();
      // A row takes half a minute at most.
      long end = begun + (long) ((share * minutes - 0.5) * 60e9);
      Part part = parts.get(i);
      wrong.addAll(
          part.chaos().run(part.topology(), Faults::all, () -> System.nanoTime() - end < 0));
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Part> parts(boolean tiered) {
    Limits limits = Limits.ofDefaults(true);
    Chaos withCopies = Chaos.withCopies(limits, PHASE_MILLIS);
    Chaos chaos = tiered ? withCopies : Chaos.overRedis(limits, PHASE_MILLIS);
    List<Part> parts = new ArrayList<>();
    for (Topology each : Topology.values()) {
      parts.add(new Part(chaos, each));
    }
    if (!tiered) {
      parts.add(new Part(chaos.waitingFor(1), Topology.SENTINELS));
      parts.add(new Part(withCopies, Topology.ONE_SERVER));
    }
    return parts;
  }
}
