package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.testkit.contract.BreakableStore.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The exploration finds what it is for: each rule that is taken out, and nothing in a sound store.
 */
class ExplorerTest {

  private static Optional<String> explore(Rule broken, boolean waitersCompareStamps) {
    BreakableStore store = new BreakableStore(broken);
    Explorer explorer = new Explorer(store, store::vanish, waitersCompareStamps);
    return ExplorationContract.processes().stream()
        .map(processes -> explorer.explore(processes, 1_500))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Test
  void nothingIsWrongWithASoundStore() {
    assertThat(explore(Rule.NONE, true)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aStoreWithoutARuleIsNoticed(Rule broken) {
    assertThat(explore(broken, true)).isPresent();
  }

  @Test
  void waitersThatDoNotCompareStampsAreNoticed() {
    assertThat(explore(Rule.NONE, false)).isPresent();
  }

  @Test
  void everyOrderIsRun() {
    BreakableStore store = new BreakableStore(Rule.NONE);
    assertThat(World.interleavings("EX")).isEqualTo(3);
    assertThat(World.interleavings("EPLX")).isEqualTo(12_600);
    assertThat(new Explorer(store, store::vanish, true).explore("EPX", 60)).isEmpty();
  }
}
