package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;

import org.junit.jupiter.api.Test;

/**
 * A server that loses nothing is never taken for one that has: that would cost everybody misses.
 */
class QuietModelTest {

  @Test
  void nobodyTakesNoticeOfALossThatIsNone() {
    assertHolds(quiet(Rules.ALL), "a hit", "a fill");
  }

  @Test
  void whatCountsAsSeenIsWhatWasSeenBeforeTheQuestionWasSent() {
    assertBroken(quiet(Rules.without(Rule.SEEN_BEFORE_SENT)));
  }

  @Test
  void anEntryIsReadBeforeTheClockThatItIsComparedWith() {
    assertBroken(quiet(Rules.without(Rule.ENTRY_BEFORE_CLOCK)));
  }

  private static LossWorld quiet(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").looks().loads();
    world.node("B").evictsAnotherKey().loads();
    return world;
  }
}
