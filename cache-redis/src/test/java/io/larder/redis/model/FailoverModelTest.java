package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;
import static io.larder.redis.model.Rule.BEYOND;
import static io.larder.redis.model.Rule.EPOCH;
import static io.larder.redis.model.Rule.IDENTITY;
import static io.larder.redis.model.Rule.IDENTITY_OF_ALL;
import static io.larder.redis.model.Rule.RAISE;
import static io.larder.redis.model.Rule.RAISE_ABOVE_TIME;
import static io.larder.redis.model.Rule.REPLAY;
import static io.larder.redis.model.Rule.SEEN;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A replica that lacks the last writes takes over, or a server restarts from a snapshot. */
class FailoverModelTest {

  private static final String HIT = "a hit";
  private static final String FILL = "a fill";

  @Test
  void noNodeServesWhatItsOwnInvalidationHasEnded() {
    assertHolds(evicting(Rules.ALL).failsOver(), HIT, FILL);
    assertHolds(invalidating(Rules.ALL).failsOver(), HIT, FILL);
  }

  @Test
  void norDoOthersServeItOnceThatNodeHasMadeUpForWhatWasLost() {
    assertHolds(evictingBesideReader(Rules.ALL).failsOver(), HIT);
    assertHolds(invalidatingBesideReader(Rules.ALL).failsOver(), HIT);
  }

  @Test
  void aPutThatIsLostIsMadeUpForAsWell() {
    LossWorld world = new LossWorld(Rules.ALL);
    world.node("A").puts().looks();
    world.node("B").loads();
    assertHolds(world.failsOver(), HIT, FILL, "a put that is written");
  }

  @Test
  void anAnswerFromBeforeClockAndFloorWereRaisedIsNotUsed() {
    assertHolds(noticingInPassing(Rules.ALL), HIT);
    assertBroken(noticingInPassing(Rules.without(EPOCH)));
  }

  /** What was loaded before the failover has an as-of that only its loader has seen. */
  @Nested
  class ValuesOfTheClockThatWereLost {

    @Test
    void endNothingThatIsInvalidatedLater() {
      assertHolds(filledByWhoHasSeenMore(Rules.ALL), HIT, FILL);
      assertHolds(foundByWhoHasSeenLess(Rules.ALL), HIT);
    }

    @Test
    void areNotUsedAgainSinceTheClockIsRaisedAboveTheServersTime() {
      assertBroken(filledByWhoHasSeenMore(Rules.without(RAISE_ABOVE_TIME)));
      assertBroken(foundByWhoHasSeenLess(Rules.without(RAISE_ABOVE_TIME)));
    }

    private LossWorld filledByWhoHasSeenMore(Rules rules) {
      LossWorld world = new LossWorld(rules);
      world.server.clockStartsAt(3);
      world.node("A").hasSeen(3).loads();
      world.node("C").asksWhichServerItIs().invalidates().looks();
      return world.failsOverFarBehind();
    }

    private LossWorld foundByWhoHasSeenLess(Rules rules) {
      LossWorld world = new LossWorld(rules);
      world.server.startsAt(3);
      world.node("C").asksWhichServerItIs().invalidates().looks();
      return world.failsOverMetaFarBehind();
    }
  }

  /** Behind a proxy, or for a user who may not ask, there is no run id. */
  @Nested
  class TheRunIdAndWhatWasSeenCoverEachOther {

    @Test
    void theRunIdSuffices() {
      assertHolds(evicting(Rules.without(SEEN, BEYOND)).failsOver(), HIT, FILL);
      assertHolds(invalidating(Rules.without(SEEN, BEYOND)).failsOver(), HIT, FILL);
    }

    @Test
    void withoutItWhatWasSeenSufficesWhileNobodyElseMovesTheClock() {
      assertHolds(evicting(Rules.without(IDENTITY)).failsOver(), HIT, FILL);
      assertBroken(evicting(Rules.without(IDENTITY, SEEN)).failsOver());
    }

    @Test
    void withoutItAnotherNodesEventsMayHideTheLoss() {
      assertHolds(evictingBeside(Rules.ALL), HIT);
      assertBroken(evictingBeside(Rules.without(IDENTITY)));
    }

    @Test
    void withoutItAnEntryFromBeyondTheClockShowsTheLossToANewNode() {
      assertHolds(found(Rules.without(IDENTITY)), HIT);
      assertBroken(found(Rules.without(IDENTITY, BEYOND)));
    }

    private LossWorld evictingBeside(Rules rules) {
      LossWorld world = new LossWorld(rules);
      world.node("A").evicts().looks();
      world.node("C").evictsAnotherKey();
      return world.failsOver();
    }

    private LossWorld found(Rules rules) {
      LossWorld world = new LossWorld(rules);
      world.server.startsAt(3);
      world.node("C").hasSeen(0).invalidates().looks();
      return world.failsOverMetaFarBehind();
    }
  }

  @Nested
  class RaisingAndReplayingCoverEachOther {

    @Test
    void raisingSuffices() {
      assertHolds(evicting(Rules.without(REPLAY)).failsOver(), HIT, FILL);
      assertHolds(invalidating(Rules.without(REPLAY)).failsOver(), HIT, FILL);
    }

    @Test
    void replayingSufficesForWhatIsRemembered() {
      assertHolds(evicting(Rules.without(RAISE)).failsOver(), HIT, FILL);
      assertHolds(invalidating(Rules.without(RAISE)).failsOver(), HIT, FILL);
    }

    @Test
    void oneOfThemIsNeeded() {
      assertBroken(evicting(Rules.without(RAISE, REPLAY)).failsOver());
      assertBroken(invalidating(Rules.without(RAISE, REPLAY)).failsOver());
    }

    @Test
    void onlyRaisingEndsWhatWasInvalidatedLongerAgo() {
      assertHolds(forgetting(Rules.ALL), HIT);
      assertBroken(forgetting(Rules.without(RAISE)));
    }

    private LossWorld forgetting(Rules rules) {
      LossWorld world = new LossWorld(rules);
      world.node("A").evicts().looks().forgetsWhatIsLongAgo();
      return world.failsOver();
    }
  }

  @Nested
  class OnACluster {

    @Test
    void theShardOfTheClockAloneMayFailOver() {
      assertHolds(invalidating(Rules.ALL).failsOverMeta(), HIT, FILL);
      assertHolds(evicting(Rules.ALL).failsOverMeta(), HIT, FILL);
    }

    @Test
    void theShardOfTheEntryAloneMayFailOver() {
      assertHolds(invalidating(Rules.ALL).failsOverEntry(), HIT, FILL);
      assertHolds(evicting(Rules.ALL).failsOverEntry(), HIT, FILL);
    }

    @Test
    void everyShardIsAskedForItsRunId() {
      assertBroken(evicting(Rules.without(IDENTITY_OF_ALL)).failsOverEntry());
    }
  }

  private static LossWorld evicting(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().looks();
    world.node("B").loads();
    return world;
  }

  private static LossWorld invalidating(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").invalidates().looks();
    world.node("B").loads();
    return world;
  }

  private static LossWorld evictingBesideReader(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().looks();
    Node other = world.node("B").looks();
    return ModelAssert.LONG ? other.loads().world : world;
  }

  private static LossWorld invalidatingBesideReader(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").invalidates().looks();
    world.node("B").looks().loads();
    return world;
  }

  private static LossWorld noticingInPassing(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().looks().asksWhichServerItIs();
    return world.failsOverEntry();
  }
}
