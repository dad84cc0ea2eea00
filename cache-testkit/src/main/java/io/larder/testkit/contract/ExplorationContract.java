package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promises 1 to 4 at once: writers, loads, waiters and a vanishing key, in every order. */
interface ExplorationContract {

  /** All pairs of writers, each with several sets of readers. */
  static List<String> processes() {
    return List.of("EE", "EP", "ET", "EC", "PP", "PT", "PC", "TT", "TC", "CC").stream()
        .flatMap(writers -> List.of("LX", "LL", "LLX", "LWX").stream().map(writers::concat))
        .toList();
  }

  Bench bench();

  @ParameterizedTest
  @MethodSource("io.larder.testkit.contract.ExplorationContract#processes")
  default void inNoOrderOfStepsIsAnOutdatedValueServed(String processes) {
    Explorer explorer = new Explorer(bench().store(), bench()::vanish, true);
    assertThat(explorer.explore(processes, bench().harness().explorations())).isEmpty();
  }
}
