package io.larder.cache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Miss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final SingleFlight<String> flights = new SingleFlight<>(3);

  private Leader<String> lead() {
    Turn<String> turn = flights.join("k", 0);
    assertThat(turn).isInstanceOf(Leader.class);
    return (Leader<String>) turn;
  }

  private Waiter<String> follow(long stamp) {
    Turn<String> turn = flights.join("k", stamp);
    assertThat(turn).isInstanceOf(Waiter.class);
    return (Waiter<String>) turn;
  }

  private static Leader<String> promoted(Waiter<String> waiter) throws InterruptedException {
    Outcome<String> outcome = waiter.await(LONG);
    assertThat(outcome).isInstanceOf(Outcome.Promoted.class);
    return ((Outcome.Promoted<String>) outcome).leader();
  }

  /** Whatever a test did, no flight is left, and the next caller leads. */
  @AfterEach
  void nothingIsLeft() {
    assertThat(flights.size()).isZero();
    lead().release();
    assertThat(flights.size()).isZero();
  }

  @Nested
  class Detaching {

    private final List<String> heard = new ArrayList<>();

    @Test
    void isHeardByThoseWhoWaitAndThoseWhoComeLater() {
      Leader<String> leader = lead();
      follow(0).whenDetached(() -> heard.add("before"));
      assertThat(heard).isEmpty();
      leader.detach();
      follow(0).whenDetached(() -> heard.add("after"));
      assertThat(heard).containsExactly("before", "after");
      leader.release();
    }

    @Test
    void holdsForOneLeaderOnly() throws Exception {
      Leader<String> first = lead();
      first.detach();
      Waiter<String> heir = follow(0);
      first.close();
      Leader<String> second = promoted(heir);
      follow(0).whenDetached(() -> heard.add("second"));
      first.detach();
      assertThat(heard).isEmpty();
      second.detach();
      assertThat(heard).containsExactly("second");
      second.release();
    }
  }

  /** A caller that takes no load from before some moment, and so leads a flight beside it. */
  @Nested
  class LoadsThatBeganTooEarly {

    private final Leader<String> old = lead();
    private final Waiter<String> waitsForOld = follow(0);

    private Turn<String> joinNotBefore(long moment) {
      return flights.join("k", 0, moment);
    }

    private Leader<String> beside() {
      old.stamp(0);
      old.began(10);
      Turn<String> turn = joinNotBefore(11);
      assertThat(turn).isInstanceOf(Leader.class);
      Leader<String> leader = (Leader<String>) turn;
      leader.stamp(0);
      leader.began(20);
      return leader;
    }

    private void assertLanded(Waiter<String> waiter, String value) throws InterruptedException {
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Landed<>(value));
    }

    @Test
    void areJoinedByThoseForWhomTheyAreNotTooEarly() throws Exception {
      old.stamp(0);
      Waiter<String> notBegun = (Waiter<String>) joinNotBefore(11);
      old.began(10);
      Waiter<String> inTime = (Waiter<String>) joinNotBefore(10);
      old.land("old");
      for (Waiter<String> each : List.of(waitsForOld, notBegun, inTime)) {
        assertLanded(each, "old");
      }
    }

    @Test
    void goOnForThoseWhoWaitForThem() throws Exception {
      Leader<String> fresh = beside();
      Waiter<String> waitsForFresh = follow(0);
      assertThat(old.isAwaited()).isTrue();
      assertThat(fresh.isAwaited()).isTrue();
      old.land("old");
      assertLanded(waitsForOld, "old");
      fresh.land("fresh");
      assertLanded(waitsForFresh, "fresh");
    }

    @Test
    void mayEndAfterThoseThatBeganLater() throws Exception {
      Leader<String> fresh = beside();
      Leader<String> freshest = (Leader<String>) joinNotBefore(21);
      Waiter<String> waitsForFreshest = follow(0);
      fresh.release();
      freshest.fail(new IllegalStateException("no line"));
      assertThat(waitsForFreshest.await(LONG)).isInstanceOf(Outcome.Failed.class);
      assertThat(flights.tryLead("k")).as("the old one is joined again").isNull();
      old.land("old");
      assertLanded(waitsForOld, "old");
    }

    @Test
    void areHandedOnAsAnyOther() throws Exception {
      Leader<String> fresh = beside();
      Waiter<String> waitsForFresh = follow(0);
      old.close();
      Leader<String> heir = promoted(waitsForOld);
      fresh.close();
      Leader<String> freshHeir = promoted(waitsForFresh);
      assertThat(joinNotBefore(1_000)).as("its load has not begun").isInstanceOf(Waiter.class);
      freshHeir.release();
      heir.release();
    }

    @Test
    void areLeftAloneWhereALaterLeaderIsLost() throws Exception {
      Leader<String> lost = beside();
      lost.within(Duration.ZERO);
      Leader<String> next = (Leader<String>) flights.join("k", 0);
      lost.land("nobody hears it");
      next.release();
      old.land("old");
      assertLanded(waitsForOld, "old");
    }
  }

  @Nested
  class Stamps {

    @Test
    void aWaiterTakesAValueWhoseLoadIsNoOlderThanItsLookUp() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> same = follow(7);
      Waiter<String> older = follow(3);
      leader.stamp(7);
      leader.land("v");
      assertThat(same.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
      assertThat(older.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
    }

    @Test
    void aWaiterWhoseLookUpIsYoungerLooksAgain() throws Exception {
      Leader<String> leader = lead();
      leader.stamp(6);
      Waiter<String> younger = follow(7);
      Waiter<String> blind = follow(Miss.UNKNOWN);
      leader.land("v");
      assertThat(younger.await(LONG)).isEqualTo(new Outcome.Outrun<>());
      assertThat(blind.await(LONG)).isEqualTo(new Outcome.Outrun<>());
    }

    @Test
    void aValueWithoutAStampIsHandedToNobody() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> waiter = follow(Long.MIN_VALUE);
      leader.land("v");
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Outrun<>());
    }

    @Test
    void anHeirBringsItsOwnStamp() throws Exception {
      Leader<String> leader = lead();
      leader.stamp(9);
      Waiter<String> heir = follow(5);
      Waiter<String> other = follow(5);
      leader.close();
      Leader<String> next = promoted(heir);
      leader.stamp(9); // it leads no more
      next.land("v");
      assertThat(other.await(LONG)).isEqualTo(new Outcome.Outrun<>());
    }
  }

  @Nested
  class WithoutWaiting {

    @Test
    void leadsWhereNobodyDoes() throws Exception {
      Leader<String> leader = flights.tryLead("k");
      assertThat(leader).isNotNull();
      Waiter<String> waiter = follow(3);
      leader.stamp(3);
      leader.land("v");
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
    }

    @Test
    void goesOnWhereSomebodyLeads() {
      Leader<String> leader = lead();
      assertThat(flights.tryLead("k")).isNull();
      Leader<String> other = flights.tryLead("l");
      assertThat(other).isNotNull();
      other.close();
      leader.close();
      Leader<String> next = flights.tryLead("k");
      assertThat(next).isNotNull();
      next.release();
    }

    @Test
    void aLeadWithoutAnOutcomeGoesToAWaiter() throws Exception {
      Leader<String> leader = flights.tryLead("k");
      Waiter<String> heir = follow(1);
      leader.close();
      promoted(heir).release();
    }
  }

  @Nested
  class Endings {

    @Test
    void aFailureReachesThoseWhoArePresentAndTheNextStartsAnew() throws Exception {
      IllegalStateException failure = new IllegalStateException("upstream is down");
      Leader<String> leader = lead();
      Waiter<String> one = follow(1);
      Waiter<String> two = follow(1);
      List<Outcome<String>> told = new ArrayList<>();
      two.whenTold(told::add);
      leader.fail(failure);
      leader.fail(new IllegalStateException("again"));
      assertThat(one.await(LONG)).isEqualTo(new Outcome.Failed<>(failure));
      assertThat(told).containsExactly(new Outcome.Failed<>(failure));
      lead().land("v");
      assertThat(told).hasSize(1);
    }

    @Test
    void aReleaseLetsEveryoneGo() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> waiter = follow(1);
      leader.release();
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Released<>());
    }

    @Test
    void whatComesAfterTheFirstOutcomeIsIgnored() throws Exception {
      Leader<String> leader = lead();
      leader.stamp(5);
      Waiter<String> waiter = follow(1);
      leader.land("v");
      leader.fail(new IllegalStateException("late"));
      leader.release();
      leader.close();
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
    }

    @Test
    void aLeaderThatHasEndedTouchesNoLaterFlight() throws Exception {
      Leader<String> old = lead();
      old.land("old");
      Leader<String> leader = lead();
      leader.stamp(5);
      Waiter<String> waiter = follow(5);
      old.land("old");
      old.close();
      leader.land("new");
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.Landed<>("new"));
    }

    @Test
    void flightsOfOtherKeysAreTheirOwn() {
      Leader<String> leader = lead();
      Turn<String> other = flights.join("l", 0);
      assertThat(other).isInstanceOf(Leader.class);
      assertThat(flights.size()).isEqualTo(2);
      leader.land("v");
      assertThat(flights.size()).isEqualTo(1);
      ((Leader<String>) other).land("w");
    }
  }

  @Nested
  class LostLeaders {

    @Test
    void areWaitedForUntilTheirTimeHasPassed() {
      Leader<String> leader = lead();
      leader.within(Duration.ofHours(1));

      follow(1);
      assertThat(flights.tryLead("k")).isNull();
      leader.release();
    }

    @Test
    void areFollowedByWhoComesLater() {
      Leader<String> lost = lead();
      lost.within(Duration.ZERO);

      Leader<String> next = lead();
      follow(1);
      lost.release();
      follow(1); // the flight of another goes on
      next.release();
    }

    @Test
    void areFollowedByWhoOnlyTries() throws Exception {
      Leader<String> lost = lead();
      Waiter<String> waiter = follow(1);
      lost.within(Duration.ZERO);

      Leader<String> next = Objects.requireNonNull(flights.tryLead("k"));
      lost.close();
      assertThat(flights.size()).isEqualTo(1);
      assertThat(waiter.await(LONG)).isInstanceOf(Outcome.Released.class);
      next.release();
    }

    @Test
    void letThoseGoWhoWaitForThemWhenAnotherLeads() throws Exception {
      Leader<String> lost = lead();
      Waiter<String> waiter = follow(1);
      lost.within(Duration.ZERO);

      Leader<String> next = lead();
      assertThat(waiter.await(LONG)).isInstanceOf(Outcome.Released.class);
      next.release();
    }

    @Test
    void areWaitedForAgainOnceTheyAreFound() {
      Leader<String> found = lead();
      found.within(Duration.ZERO);
      found.stays();

      follow(1);
      found.release();
    }

    @Test
    void areForgottenWithTheLead() throws Exception {
      Leader<String> lost = lead();
      Waiter<String> heir = follow(1);
      lost.within(Duration.ZERO);
      lost.close();

      Outcome<String> told = heir.await(LONG);
      follow(1); // of the heir, whose time is not up
      ((Outcome.Promoted<String>) told).leader().release();
    }
  }

  @Nested
  class Promotion {

    @Test
    void aLeaderWithoutAnOutcomeIsFollowedByTheFirstWaiter() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> first = follow(1);
      Waiter<String> second = follow(1);
      leader.close();
      Leader<String> next = promoted(first);
      leader.land("of the old leader");
      next.stamp(2);
      next.land("v");
      assertThat(second.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
    }

    @Test
    void theLeadGoesOnFromHeirToHeir() throws Exception {
      Leader<String> leader = lead();
      List<Waiter<String>> waiters = List.of(follow(1), follow(1), follow(1));
      for (Waiter<String> waiter : waiters) {
        leader.close();
        leader = promoted(waiter);
      }
      leader.close();
    }

    @Test
    void aWaiterThatHasLeftInheritsNothing() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> left = follow(1);
      Waiter<String> stays = follow(1);
      assertThat(left.leave()).isEqualTo(new Outcome.TimedOut<>());
      leader.close();
      promoted(stays).release();
      assertThat(left.leave()).isEqualTo(new Outcome.TimedOut<>());
    }

    @Test
    void aLeaderAloneJustEnds() {
      lead().close();
      assertThat(flights.size()).isZero();
    }

    @Test
    void anHeirWhoLeavesOwnsTheLead() {
      Leader<String> leader = lead();
      Waiter<String> heir = follow(1);
      leader.close();
      Outcome<String> outcome = heir.leave();
      assertThat(outcome).isInstanceOf(Outcome.Promoted.class);
      ((Outcome.Promoted<String>) outcome).leader().close();
    }
  }

  @Nested
  class Callbacks {

    @Test
    void areCalledOnceByWhoeverEndsTheFlight() {
      Leader<String> leader = lead();
      leader.stamp(1);
      List<Outcome<String>> told = new ArrayList<>();
      follow(1).whenTold(told::add);
      assertThat(told).isEmpty();
      leader.land("v");
      leader.close();
      assertThat(told).containsExactly(new Outcome.Landed<>("v"));
    }

    @Test
    void areCalledAtOnceIfTheFlightHasEnded() {
      Leader<String> leader = lead();
      leader.stamp(1);
      Waiter<String> waiter = follow(1);
      leader.land("v");
      List<Outcome<String>> told = new ArrayList<>();
      waiter.whenTold(told::add);
      assertThat(told).containsExactly(new Outcome.Landed<>("v"));
    }

    @Test
    void areToldOfTheEndOfTheirPatience() {
      Leader<String> leader = lead();
      Waiter<String> waiter = follow(1);
      List<Outcome<String>> told = new ArrayList<>();
      waiter.whenTold(told::add);
      waiter.leave();
      leader.land("v");
      assertThat(told).containsExactly(new Outcome.TimedOut<>());
    }

    @Test
    void thatThrowPassTheLeadOn() throws Exception {
      Leader<String> leader = lead();
      for (int i = 0; i < 2; i++) {
        follow(1)
            .whenTold(
                outcome -> {
                  throw new IllegalStateException("its client has gone");
                });
      }
      Waiter<String> last = follow(1);
      leader.close();
      promoted(last).release();
    }

    @Test
    void thatThrowKeepNobodyFromTheValue() throws Exception {
      Leader<String> leader = lead();
      leader.stamp(1);
      follow(1)
          .whenTold(
              outcome -> {
                throw new IllegalStateException("its client has gone");
              });
      Waiter<String> other = follow(1);
      leader.land("v");
      assertThat(other.await(LONG)).isEqualTo(new Outcome.Landed<>("v"));
    }
  }

  @Nested
  class Bounds {

    @Test
    void noMoreThanTheMostWait() throws Exception {
      Leader<String> leader = lead();
      Waiter<String> first = follow(1);
      follow(1);
      follow(1);
      assertThat(flights.join("k", 1)).isEqualTo(new Turn.TooMany<>());
      first.leave();
      follow(1);
      assertThat(flights.join("k", 1)).isEqualTo(new Turn.TooMany<>());
      leader.release();
    }

    @Test
    void withoutRoomForWaitersOneLeadsAndTheOthersGoOn() {
      SingleFlight<String> lonely = new SingleFlight<>(0);
      Leader<String> leader = (Leader<String>) lonely.join("k", 0);
      assertThat(lonely.join("k", 0)).isEqualTo(new Turn.TooMany<>());
      leader.close();
      assertThat(lonely.size()).isZero();
    }

    @Test
    void aNegativeNumberOfWaitersIsRefused() {
      assertThatThrownBy(() -> new SingleFlight<>(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxWaiters is -1");
    }

    @Test
    void aWaitEndsAfterItsTime() throws Exception {
      Leader<String> leader = lead();
      leader.stamp(1);
      Waiter<String> waiter = follow(1);
      assertThat(waiter.await(Duration.ofMillis(5))).isEqualTo(new Outcome.TimedOut<>());
      assertThat(waiter.await(LONG)).isEqualTo(new Outcome.TimedOut<>());
      assertThat(follow(1).await(Duration.ZERO)).isEqualTo(new Outcome.TimedOut<>());
      leader.land("v");
    }
  }
}
