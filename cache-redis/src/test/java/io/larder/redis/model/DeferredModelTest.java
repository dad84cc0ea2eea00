package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;

import org.junit.jupiter.api.Test;

/** Invalidations that do not reach the server, or of which nobody hears whether they have. */
class DeferredModelTest {

  @Test
  void aNodeServesNothingThatItsDeferredInvalidationsEnd() {
    assertHolds(evicting(Rules.ALL), "a hit", "a fill");
    assertHolds(invalidating(Rules.ALL), "a hit", "a fill");
  }

  @Test
  void whatDoesNotReachTheServerIsKept() {
    assertBroken(evicting(Rules.without(Rule.KEEP)));
    assertBroken(invalidating(Rules.without(Rule.KEEP)));
  }

  @Test
  void nothingIsReadBeforeItHasBeenReplayed() {
    assertBroken(evicting(Rules.without(Rule.REPLAY_FIRST)));
    assertBroken(invalidating(Rules.without(Rule.REPLAY_FIRST)));
  }

  @Test
  void tooMuchToKeepBecomesAClear() {
    assertHolds(overflowing(Rules.ALL), "a hit");
    assertBroken(overflowing(Rules.without(Rule.OVERFLOW)));
  }

  @Test
  void aPutThatIsDeferredIsReplayedAsAnEvict() {
    assertHolds(putting(Rules.ALL), "a put that is written");
    assertBroken(putting(Rules.without(Rule.PUT_REPLAYED_AS_EVICT)));
  }

  @Test
  void aWriteThatArrivesLateFindsItsClaimGone() {
    assertBroken(putting(Rules.without(Rule.PUT_CAS)));
  }

  private static LossWorld evicting(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().looks();
    world.node("B").loads().looks();
    return world.isOutOfReachForAWhile();
  }

  private static LossWorld invalidating(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").invalidates().looks();
    world.node("B").loads().looks();
    return world.isOutOfReachForAWhile();
  }

  private static LossWorld overflowing(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().evictsAnotherKey().looks();
    return world.isOutOfReachForAWhile();
  }

  private static LossWorld putting(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").puts();
    world.node("B").evicts().looks();
    return world.isOutOfReachForAWhile();
  }
}
