package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;
import static io.larder.redis.model.Rule.BEYOND;
import static io.larder.redis.model.Rule.RESTORE_ABOVE_SEEN;
import static io.larder.redis.model.Rule.RESTORE_ABOVE_TIME;
import static io.larder.redis.model.Rule.RESTORE_FLOOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The clock lost: by a flush, by eviction, by a server that comes back empty. */
class LostClockModelTest {

  @Test
  void aClockThatIsLostAloneBringsNothingBack() {
    assertHolds(invalidating(Rules.ALL).losesItsClock(), "a hit", "a fill", "a restored clock");
    assertHolds(evicting(Rules.ALL).losesItsClock(), "a hit", "a fill", "a restored clock");
  }

  @Test
  void aFlushOfEverythingBringsNothingBack() {
    assertHolds(invalidating(Rules.ALL).losesEverything(false), "a hit", "a restored clock");
    assertHolds(evicting(Rules.ALL).losesEverything(false), "a hit", "a restored clock");
  }

  @Test
  void aNewEmptyServerBringsNothingBack() {
    LossWorld world = new LossWorld(Rules.ALL);
    world.node("A").invalidates().looks();
    world.node("B").loads();
    assertHolds(world.losesEverything(true), "a hit", "a fill", "a restored clock");
  }

  @Test
  void anEntryThatIsLostAloneBringsNothingBack() {
    assertHolds(evicting(Rules.ALL).losesTheEntry().losesItsClock(), "a hit", "a restored clock");
  }

  @Test
  void theFloorRisesWithARestoredClock() {
    assertBroken(invalidating(Rules.without(RESTORE_FLOOR)).losesItsClock());
  }

  @Test
  void twoNodesThatRestoreAtOnceAgree() {
    LossWorld world = new LossWorld(Rules.ALL);
    world.node("A").loads().looks();
    world.node("B").loads().looks();
    world.losesItsClock();

    assertHolds(world, "a restored clock");

    assertThat(world.reached()).doesNotContain("a clock behind its caller");
  }

  @Nested
  class TheServersTimeAndWhatWasSeenCoverEachOther {

    @Test
    void theTimeSufficesForANodeThatHasSeenLittle() {
      assertHolds(restoredByAnother(Rules.without(RESTORE_ABOVE_SEEN)), "a restored clock");
      assertBroken(restoredByAnother(Rules.without(RESTORE_ABOVE_TIME)));
    }

    @Test
    void whatWasSeenSufficesForANodeThatIsAloneWhereTheTimeWentBack() {
      assertHolds(restoredAlone(Rules.ALL), "a restored clock");
      assertBroken(restoredAlone(Rules.without(RESTORE_ABOVE_SEEN)));
    }

    @Test
    void anEntryFromBeyondTheClockShowsThatTheTimeWentFarBack() {
      assertHolds(restoredFarBack(Rules.ALL), "a restored clock");
      assertBroken(restoredFarBack(Rules.without(BEYOND)));
    }

    @Test
    void whereTheTimeWentBackALittleANodeThatHasSeenLittleMayBringOldEntriesBack() {
      LossWorld world = restoredByAnother(Rules.ALL);
      world.server.timeIsBack();

      assertBroken(world);
    }
  }

  private static LossWorld invalidating(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").invalidates().looks();
    world.node("B").loads().looks();
    return world;
  }

  private static LossWorld evicting(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evicts().looks();
    world.node("B").loads().looks();
    return world;
  }

  /** A moves the clock on, and B has not seen that when it finds it lost. */
  private static LossWorld restoredByAnother(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.node("A").evictsAnotherKey().loads().invalidates();
    world.node("B").looks();
    return world.losesItsClock();
  }

  private static LossWorld restoredAlone(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.server.timeIsBack();
    world.node("A").evictsAnotherKey().loads().invalidates().looks();
    return world.losesItsClock();
  }

  private static LossWorld restoredFarBack(Rules rules) {
    LossWorld world = new LossWorld(rules);
    world.server.timeIsBack();
    world.server.startsAt(7);
    world.node("A").invalidates();
    world.node("B").hasSeen(0).looks();
    return world.losesItsClock();
  }
}
