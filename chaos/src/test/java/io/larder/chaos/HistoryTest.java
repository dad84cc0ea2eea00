package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.chaos.History.End;
import io.larder.chaos.History.Load;
import io.larder.chaos.History.Read;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Histories by hand. Moments count as nanoseconds too. */
class HistoryTest {

  private static final int ITEM = 7;
  private static final int ANOTHER_ITEM = 8;
  private static final int HERE = 0;
  private static final int THERE = 1;

  private static final Duration SHARED = Duration.ofNanos(10);

  private final History history = new History(Duration.ZERO, SHARED);

  private static Load load(long began, long ended) {
    return new Load(ITEM, began, began, ended);
  }

  private static Read read(int node, long asked, long id) {
    return read(node, asked, id, Source.STORE);
  }

  private static Read read(int node, long asked, long id, Source source) {
    return new Read(ITEM, node, asked, asked + 1, asked, id, source);
  }

  private static End end(long began, long returned, Answer answer) {
    return new End(Ending.EVICT, List.of(ITEM), HERE, began, returned, returned, answer);
  }

  private void assertSound() {
    assertThat(history.violations()).isEmpty();
  }

  private void assertBad(Read bad) {
    assertThat(history.violations()).extracting(History.Violation::read).containsExactly(bad);
  }

  @Test
  void whatWasComputedAfterAnEndingMayBeRead() {
    history.add(end(1, 2, Answer.APPLIED));
    history.add(load(3, 4));
    history.add(read(THERE, 5, 3));

    assertSound();
  }

  @Test
  void whatIsReadMustHaveBeenComputed() {
    Read bad = read(THERE, 5, 3);
    history.add(bad);

    assertBad(bad);
  }

  @Test
  void nothingIsReadBeforeItIsComputed() {
    history.add(load(30, 31));
    Read bad = read(THERE, 5, 30);
    history.add(bad);

    assertBad(bad);
  }

  @Test
  void onlyReadsOfTheTimeThatIsJudgedCount() {
    history.add(read(THERE, 5, 3));

    assertThat(history.violations(5, 6)).hasSize(1);
    assertThat(history.violations(6, 100)).isEmpty();
    assertThat(history.violations(0, 5)).isEmpty();
  }

  @Test
  void itTellsHowMuchItJudges() {
    history.add(load(3, 4));
    history.add(read(THERE, 5, 3));
    history.add(read(THERE, 6, 3));

    assertThat(history.sizes()).containsEntry("loads", 1).containsEntry("reads", 2);
  }

  @Nested
  class OfWhatWasApplied {

    @Test
    void aValueFromBeforeIsNotReadByWhoAsksAfterwards() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void aValueWhoseComputationItCrossedIsNotReadAfterwards() {
      history.add(load(1, 10));
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 11, 1);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void whoAskedBeforeItReturnedMayBeGivenEither() {
      history.add(load(1, 2));
      history.add(end(3, 6, Answer.APPLIED));
      history.add(read(THERE, 5, 1));

      assertSound();
    }

    @Test
    void whatWasComputedMeanwhileMayBeRead() {
      history.add(end(3, 6, Answer.APPLIED));
      history.add(load(4, 5));
      history.add(read(THERE, 7, 4));

      assertSound();
    }

    @Test
    void aGroupEndsAllOfItsItems() {
      history.add(load(1, 2));
      history.add(
          new End(Ending.GROUP, List.of(ANOTHER_ITEM, ITEM), HERE, 3, 4, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void othersAreLeftAsTheyAre() {
      history.add(load(1, 2));
      history.add(new End(Ending.EVICT, List.of(ANOTHER_ITEM), HERE, 3, 4, 4, Answer.APPLIED));
      history.add(read(THERE, 5, 1));

      assertSound();
    }

    @Test
    void whatItHasPutItselfMayBeRead() {
      history.add(new Load(ITEM, 4, 6, 6)); // known by moment 4, put by moment 6
      history.add(end(3, 7, Answer.APPLIED));
      history.add(read(THERE, 8, 4));

      assertSound();
    }

    @Test
    void whatIsPutMayBeReadMeanwhile() {
      history.add(new Load(ITEM, 4, 9, 9));
      history.add(end(3, 10, Answer.APPLIED));
      history.add(read(THERE, 6, 4));

      assertSound();
    }

    @Test
    void whatIsPutCountsFromTheEndOfItsCall() {
      history.add(new Load(ITEM, 1, 9, 9));
      history.add(end(3, 4, Answer.APPLIED));
      history.add(read(THERE, 10, 1));

      assertSound();
    }
  }

  @Nested
  class WithABound {

    private final History history = new History(Duration.ofNanos(10), SHARED);

    @Test
    void othersMayServeCopiesOfWhatWasEndedForSoLong() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.APPLIED));
      history.add(read(THERE, 13, 1, Source.COPY));
      Read bad = read(THERE, 14, 1, Source.COPY);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void soMayWhoSharesWhatSomebodyElseHasFound() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.APPLIED));
      history.add(read(THERE, 13, 1, Source.ORIGIN));
      Read bad = read(THERE, 14, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void theStoreItselfServesItNoMore() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1, Source.STORE);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void whoHasEndedItServesNoCopy() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(HERE, 5, 1, Source.COPY);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void whatWasDeferredEndsCopiesSoLongAfterItIsMadeUpFor() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(load(20, 21));
      history.add(read(HERE, 25, 20)); // answered at 26
      history.add(read(THERE, 27, 1, Source.COPY));
      history.add(read(THERE, 36, 1, Source.COPY));
      Read bad = read(THERE, 37, 1, Source.COPY);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void whatWasDeferredIsServedByTheStoreNoMoreOnceItIsMadeUpFor() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(load(20, 21));
      history.add(read(HERE, 25, 20)); // answered at 26
      Read bad = read(THERE, 27, 1, Source.STORE);
      history.add(bad);

      assertBad(bad);
    }

    private void assertBad(Read bad) {
      assertThat(history.violations()).extracting(History.Violation::read).containsExactly(bad);
    }
  }

  @Nested
  class OfWhatWasDeferred {

    @Test
    void whoHasDeferredItNeverServesItAgain() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      Read bad = read(HERE, 5, 1);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void othersMayServeItUntilItIsMadeUpFor() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(read(THERE, 50, 1));

      assertSound();
    }

    @Test
    void nobodyServesItOnceItsNodeIsInTouchAgain() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(load(20, 21));
      history.add(read(HERE, 25, 20)); // answered at 26
      history.add(read(THERE, 26, 1));
      Read bad = read(THERE, 27, 1);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void copiesShowNoTouch() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(load(20, 21));
      history.add(read(HERE, 25, 20, Source.COPY));
      history.add(read(THERE, 30, 1));

      assertSound();
    }

    @Test
    void answersOfTheOriginShowNoTouch() {
      history.add(load(1, 2));
      history.add(end(3, 4, Answer.DEFERRED));
      history.add(load(20, 21));
      history.add(read(HERE, 19, 20, Source.UNAVAILABLE));
      history.add(read(THERE, 30, 1));

      assertSound();
    }
  }

  @Nested
  class WithoutTheStore {

    private static final int ELSEWHERE = 2;

    /** Who computes it is given it by moment 30, where it was not to be stored. */
    private void computedAt(int node, Source source) {
      history.add(load(1, 20));
      history.add(new Read(ITEM, node, 1, 30, 1, 1, source));
    }

    @Test
    void aComputationThatIsUnderWayMayBeShared() {
      computedAt(THERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.APPLIED));
      history.add(read(THERE, 5, 1, Source.ORIGIN));

      assertSound();
    }

    @Test
    void notByWhoAsksTooLongAfterTheEnding() {
      computedAt(THERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.APPLIED));
      history.add(read(THERE, 13, 1, Source.ORIGIN));
      Read bad = read(THERE, 14, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void notOnceItIsOver() {
      computedAt(THERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 31, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void notAfterAnEndingOfItsOwn() {
      computedAt(HERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.DEFERRED));
      Read bad = read(HERE, 5, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void notACopy() {
      computedAt(THERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1, Source.COPY);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void notThatOfAnotherNode() {
      computedAt(ELSEWHERE, Source.UNAVAILABLE);
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }

    @Test
    void notWhereTheStoreIsInReach() {
      computedAt(THERE, Source.ORIGIN);
      history.add(end(3, 4, Answer.APPLIED));
      Read bad = read(THERE, 5, 1, Source.ORIGIN);
      history.add(bad);

      assertBad(bad);
    }
  }
}
