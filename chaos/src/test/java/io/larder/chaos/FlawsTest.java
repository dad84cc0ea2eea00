package io.larder.chaos;

import static io.larder.chaos.Trial.HERE;
import static io.larder.chaos.Trial.THERE;

import io.larder.chaos.Items.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of histories notices each rule that a store over a real Redis breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlawsTest {

  private static final int REQUESTS = 150;
  private static final int ENDINGS = 100;

  private static final String OLD_CLOCK = Site.META + ":old";

  private Trial trial;

  @BeforeAll
  void start(@TempDir Path folder) {
    trial = new Trial(folder, "", Duration.ZERO);
  }

  @AfterAll
  void close() {
    trial.close();
  }

  @Test
  void aSoundStoreHasNoViolationUnderLoad() {
    trial.assertSound(REQUESTS, ENDINGS, Source.STORE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "FILL_UNFENCED",
        "EVICT_NOTHING",
        "PUT_NOTHING",
        "INVALIDATE_NOTHING",
        "DEFER_AND_FORGET"
      })
  void eachFlawIsNoticedUnderLoad(Flaw flaw) {
    trial.begin(flaw);
    try (Load load = Load.start(trial.fleet(), REQUESTS, ENDINGS)) {
      load.spareNobody();
      Trial.await().until(() -> !trial.violations().isEmpty());
    }
    trial.violations(); // waits for who is under way
  }

  private int stored(Kind kind) {
    int item = trial.another(kind);
    awaitStored(item);
    return item;
  }

  private void awaitStored(int item) {
    trial.awaitServed(HERE, item, Source.STORE);
    trial.awaitServed(THERE, item, Source.STORE);
  }

  @ParameterizedTest
  @EnumSource
  void aClearOfAViewThatSetsNoMarkIsNoticed(Kind kind) {
    trial.assertNoticed(Flaw.CLEAR_NOTHING, () -> clear(Ending.CLEAR, stored(kind)));
  }

  @Test
  void aClearOfAllThatSetsNoMarkIsNoticed() {
    trial.assertNoticed(Flaw.CLEAR_NOTHING, () -> clear(Ending.CLEAR_ALL, stored(Kind.VALUE)));
  }

  private void clear(Ending what, int item) {
    trial.end(HERE, what, item);
    awaitStored(item);
  }

  @Test
  void anInvalidationThatIsNotReplayedIsNoticed() {
    trial.assertNoticed(Flaw.NO_REPLAY, this::invalidateWithoutTheStore);
  }

  private void invalidateWithoutTheStore() {
    int item = stored(Kind.VALUE);
    trial.wayThere().cut();
    try {
      trial.end(THERE, Ending.TAG, item);
    } finally {
      trial.wayThere().heal();
    }
    trial.awaitServed(THERE, item, Source.STORE);
    awaitStored(item);
  }

  @Test
  void aClockThatIsLostAndRestoredWithoutItsFloorIsNoticed() {
    trial.assertNoticed(Flaw.FLOOR_STAYS, this::loseTheClock);
  }

  private void loseTheClock() {
    int item = stored(Kind.VALUE);
    trial.end(HERE, Ending.TAG, item);
    trial.site().command("UNLINK", Site.META);
    trial.awaitServed(THERE, item, Source.STORE);
    awaitStored(item);
  }

  @Test
  void aClockThatIsSetBackAndRaisedWithoutItsFloorIsNoticed() {
    trial.assertNoticed(Flaw.FLOOR_STAYS, this::setTheClockBackAlone);
  }

  /** As a replica may that takes over, while nobody is there who knows what it has missed. */
  private void setTheClockBackAlone() {
    int item = stored(Kind.VALUE);
    int another = stored(Kind.VALUE);
    trial.site().command("COPY", Site.META, OLD_CLOCK, "REPLACE");
    trial.end(HERE, Ending.TAG, item);
    trial.awaitServed(THERE, another, Source.STORE); // and so it has seen how far the clock is
    ApplicationProcess here = trial.fleet().application(HERE);
    here.pause();
    try {
      trial.site().command("COPY", OLD_CLOCK, Site.META, "REPLACE");
      trial.awaitServed(THERE, item, Source.STORE);
    } finally {
      here.resume();
    }
    awaitStored(item);
  }

  @Test
  void aClockThatIsSetBackIsNoticedIfNothingIsReplayedEither() {
    trial.assertNoticed(Flaw.FLOOR_STAYS, Flaw.FLOOR_STAYS_NO_REPLAY, this::setTheClockBack);
  }

  /** Who knows what was missed is the first to see it, and does it again. */
  private void setTheClockBack() {
    int item = stored(Kind.VALUE);
    trial.site().command("COPY", Site.META, OLD_CLOCK, "REPLACE");
    trial.end(HERE, Ending.TAG, item);
    trial.site().command("COPY", OLD_CLOCK, Site.META, "REPLACE");
    trial.awaitServed(HERE, item, Source.STORE);
    awaitStored(item);
  }
}
