package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ExplorerTest {

  @Test
  void everyOrderOfTheStepsIsTried() {
    World world = new Counters(3, 3);

    // Each of the two may have taken 0, 1, 2 or 3 steps.
    assertThat(Explorer.explore(world).states()).isEqualTo(16);
  }

  @Test
  void ofTwoThatAreAlikeOneOrderIsTried() {
    Counters world = new Counters(1, 1);
    world.second.after(world.first);

    assertThat(Explorer.explore(world).states()).isEqualTo(3);
  }

  @Test
  void whatMayHappenInsteadIsTriedToo() {
    Counters world = new Counters(1, 0);
    world.first.or("doubles", s -> true, s -> s.add(world.sum, 2));

    assertThat(Explorer.explore(world).states()).isEqualTo(3);
  }

  @Test
  void aStepIsTakenWhenItsConditionHolds() {
    Counters world = new Counters(2, 0);
    world.second.step("sees two", s -> s.get(world.sum) == 2, s -> world.reach("two"));
    world.actor("C").step("sees three", s -> s.get(world.sum) == 3, s -> world.reach("three"));

    Explorer.explore(world);

    assertThat(world.reached()).containsExactly("two");
  }

  @Test
  void theTraceIsAShortestWayToWhatMustNotHappen() {
    Counters world = new Counters(2, 3);
    world.most = 2;

    Trace trace = assertBroken(world);

    assertThat(trace.steps()).isEqualTo(3);
    assertThat(trace.toString())
        .contains("  1  A adds", "sum 0->1", "sum 2->3")
        .endsWith("the sum is 3");
  }

  @Test
  void nothingIsReportedWhereNothingForbiddenCanHappen() {
    Counters world = new Counters(2, 3);
    world.most = 5;

    assertHolds(world, "the most");
  }

  @Test
  void aCellThatIsTooSmallIsNamed() {
    Counters world = new Counters(8, 8);

    assertThatIllegalStateException()
        .isThrownBy(() -> Explorer.explore(world))
        .withMessage("sum would be 16: give it more than 15");
  }

  /** Two actors that add to one sum, so many times each. */
  private static final class Counters extends World {

    final Cell sum = cell("sum", 15);
    final Actor first = actor("A");
    final Actor second = actor("B");
    int most = 15;

    Counters(int times, int moreTimes) {
      super(Rules.ALL);
      for (int i = 0; i < times; i++) {
        first.step("adds", s -> s.add(sum, 1));
      }
      for (int i = 0; i < moreTimes; i++) {
        second.step("adds", s -> s.add(sum, 1));
      }
    }

    @Override
    void check(State s) {
      if (s.get(sum) > most) {
        s.violate("the sum is " + s.get(sum));
      } else if (s.get(sum) == most) {
        reach("the most");
      }
    }
  }
}
