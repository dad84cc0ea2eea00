package io.larder.redis.model;

import static io.larder.redis.model.ModelAssert.assertBroken;
import static io.larder.redis.model.ModelAssert.assertHolds;
import static io.larder.redis.model.Rule.BUS_BACK;
import static io.larder.redis.model.Rule.BUS_IDENTITY;
import static io.larder.redis.model.Rule.BUS_RAISES;
import static io.larder.redis.model.Rule.HEARTBEAT_REACHED;
import static io.larder.redis.model.Rule.RESYNC_DROPS;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A near tier, and announcements that are lost. */
class NearModelTest {

  private static final String HIT = "a near hit of version 0";
  private static final String NEWER_HIT = "a near hit of version 1";

  @Nested
  class AnAnnouncementIsLost {

    @Test
    void nothingIsServedThatWasEndedLongerAgoThanTheBound() {
      assertHolds(losing(Rules.ALL), HIT, NEWER_HIT, "a gap");
      assertHolds(new BusWorld(Rules.ALL).evicts().invalidates().losesAnnouncements(), HIT);
    }

    @ParameterizedTest
    @EnumSource(names = {"GAP", "GAP_FLIGHT", "HEARTBEAT", "HEARTBEAT_REACHED", "HEARTBEAT_SENT"})
    void eachRuleIsNeeded(Rule rule) {
      assertBroken(losing(Rules.without(rule)));
    }

    private BusWorld losing(Rules rules) {
      return new BusWorld(rules).evicts().evictsAnotherKey().losesAnnouncements();
    }
  }

  @Nested
  class NothingIsLost {

    @ParameterizedTest
    @EnumSource(names = {"FLIGHT", "NEAR_TAG", "APPLY_FIRST"})
    void eachRuleIsNeeded(Rule rule) {
      assertHolds(reliable(Rules.ALL), HIT, NEWER_HIT);
      assertBroken(reliable(Rules.without(rule)));
    }

    private BusWorld reliable(Rules rules) {
      return new BusWorld(rules).evicts().invalidates();
    }
  }

  @Nested
  class TheNodeInvalidatesItself {

    @Test
    void nothingIsServedFromTheMomentOnWhenTheCallHasReturned() {
      assertHolds(own(Rules.ALL), HIT, NEWER_HIT);
    }

    @ParameterizedTest
    @EnumSource(names = {"OWN_NEAR", "OWN_NEAR_AFTER"})
    void eachRuleIsNeeded(Rule rule) {
      assertBroken(own(Rules.without(rule)));
    }

    private BusWorld own(Rules rules) {
      return new BusWorld(rules).evictsItself().invalidatesItself().losesAnnouncements();
    }
  }

  @Nested
  class TheConnectionIsLost {

    @Test
    void nothingIsServedThatWasEndedLongerAgoThanTheBound() {
      assertHolds(losing(Rules.ALL).evicts(), HIT, NEWER_HIT);
      assertHolds(losing(Rules.ALL).invalidates(), HIT, NEWER_HIT);
    }

    @Test
    void whatIsHeldIsDroppedWhereTheBusTakesItsPlaceFromTheClock() {
      assertBroken(losing(Rules.without(RESYNC_DROPS)).evicts());
      assertBroken(losing(Rules.without(RESYNC_DROPS)).invalidates());
    }

    @Test
    void heartbeatsShowWhatWasMissedEvenIfNobodyNoticesThatTheConnectionWasLost() {
      assertHolds(unnoticed(Rules.ALL).evicts(), HIT, NEWER_HIT);
      assertHolds(unnoticed(Rules.ALL).invalidates(), HIT, NEWER_HIT);
      assertBroken(unnoticed(Rules.without(HEARTBEAT_REACHED)).evicts());
    }

    private BusWorld losing(Rules rules) {
      return new BusWorld(rules).evictsAnotherKey().losesTheConnection();
    }

    private BusWorld unnoticed(Rules rules) {
      return new BusWorld(rules).evictsAnotherKey().losesTheConnectionUnnoticed();
    }
  }

  @Nested
  class AReplicaTakesOver {

    @Test
    void nothingIsServedThatWasEndedLongerAgoThanTheBound() {
      assertHolds(failing(Rules.ALL).evicts(), HIT, NEWER_HIT);
      assertHolds(failing(Rules.ALL).invalidates(), HIT, NEWER_HIT);
    }

    @Test
    void aClockThatStandsWhereTheBusWasMayBeAnotherOne() {
      assertBroken(failing(Rules.without(BUS_IDENTITY)).evicts());
      assertBroken(failing(Rules.without(BUS_IDENTITY)).invalidates());
    }

    @Test
    void theServersIdentityShowsItEvenIfNobodyNoticesThatTheConnectionWasLost() {
      BusWorld world = new BusWorld(Rules.ALL).evictsAnotherKey().evicts().failsOver(true);

      assertHolds(world.losesTheConnectionUnnoticed(), HIT, "a raised clock");
    }

    private BusWorld failing(Rules rules) {
      BusWorld world = new BusWorld(rules).evictsAnotherKey().failsOver(true);
      return (ModelAssert.LONG ? world.losesAnnouncements() : world).losesTheConnection();
    }
  }

  /**
   * Announcements come from another server than that of the clock, so that none is lost with it.
   */
  @Nested
  class AReplicaTakesOverOnACluster {

    @Test
    void nothingIsServedThatWasEndedLongerAgoThanTheBound() {
      assertHolds(failing(Rules.ALL).evicts().losesAnnouncements(), HIT, NEWER_HIT);
      assertHolds(failing(Rules.ALL).invalidates().losesAnnouncements(), HIT, NEWER_HIT);
    }

    @Test
    void aHeartbeatShowsTheOtherServer() {
      assertBroken(failing(Rules.without(BUS_IDENTITY)).evicts());
      assertBroken(failing(Rules.without(BUS_IDENTITY)).invalidates());
    }

    @Test
    void anAnnouncementOfTheFormerServerIsNotTakenForOneOfTheNew() {
      assertBroken(failing(Rules.without(BUS_RAISES)).evicts().losesAnnouncements());
    }

    @Test
    void withoutTheRunIdAHeartbeatShowsAClockThatIsFarBack() {
      assertHolds(farBack(Rules.without(BUS_IDENTITY)).evicts(), HIT, "a raised clock");
      assertHolds(farBack(Rules.without(BUS_IDENTITY)).invalidates(), HIT, "a raised clock");
      assertBroken(farBack(Rules.without(BUS_IDENTITY, BUS_BACK)).evicts());
      assertBroken(farBack(Rules.without(BUS_IDENTITY, BUS_BACK)).invalidates());
    }

    @Test
    void withoutTheRunIdAnotherNodesEventsMayHideTheOtherServer() {
      assertBroken(failing(Rules.without(BUS_IDENTITY)).evicts());
    }

    private BusWorld failing(Rules rules) {
      return new BusWorld(rules).evictsAnotherKey().failsOver(false);
    }

    private BusWorld farBack(Rules rules) {
      return new BusWorld(rules).startsAt(3).failsOver(false);
    }
  }
}
