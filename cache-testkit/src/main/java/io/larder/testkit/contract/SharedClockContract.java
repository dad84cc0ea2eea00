package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What holds when the clock itself is in danger: it is lost, or goes backwards. For stores whose
 * clock lies on a server that several processes share.
 */
public abstract class SharedClockContract extends NodesContract {

  private @Nullable SharedStoreHarness shared;

  /** Creates the contract of one test; nothing is opened yet. */
  protected SharedClockContract() {}

  /** Opens the harness of one test. */
  protected abstract SharedStoreHarness openShared() throws Exception;

  @Override
  protected final StoreHarness open() throws Exception {
    SharedStoreHarness opened = openShared();
    shared = opened;
    return opened;
  }

  private SharedStoreHarness shared() {
    return Objects.requireNonNull(shared, "no harness is open");
  }

  private void loseClock() {
    shared().loseClock(here().namespace());
  }

  @Test
  final void whenTheClockIsLostNothingOlderIsFound() {
    here().stock("k", "v");
    there().assertFound("k", "v");
    loseClock();
    there().assertMissing("k");
    here().assertMissing("k");
  }

  @Test
  final void whatWasInvalidatedBeforeTheClockWasLostStaysEnded() {
    here().stock("k", "v", "t");
    assertThat(here().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    loseClock();
    here().assertMissing("k");
    there().assertMissing("k");
  }

  @Test
  final void aLoadFromBeforeTheLossIsNeverFound() {
    Bench.Load load = here().begin("k");
    loseClock();
    load.end("old");
    here().assertMissing("k");
    there().assertMissing("k");
  }

  @Test
  final void aLoadFromBeforeTheLossIsNotFoundThoughTheOtherNodeRestoredTheClock() {
    Bench.Load load = here().begin("k");
    loseClock();
    assertThat(there().begin("l").end("v")).isEqualTo(FillResult.STORED);
    load.end("old");
    here().assertMissing("k");
    there().assertMissing("k");
    there().assertFound("l", "v");
  }

  @Test
  final void aPutFromBeforeTheLossIsNeverFound() {
    Claim claim = here().store().claim("k");
    loseClock();
    here().store().put(claim, "old", Bench.LASTING);
    here().assertMissing("k");
    there().assertMissing("k");
  }

  @Test
  final void afterTheLossLoadsAreStoredAndYoungerThanAllBefore() {
    assertThat(here().larder().clear()).isEqualTo(Answer.APPLIED);
    long before = here().begin("k").claim().stamp();
    loseClock();
    Bench.Load load = here().begin("k");
    assertThat(load.claim().stamp()).isGreaterThan(before);
    assertThat(load.end("new", "t")).isEqualTo(FillResult.STORED);
    here().assertFound("k", "new");
    there().assertFound("k", "new");
    assertThat(there().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    here().assertMissing("k");
  }

  @Test
  final void anEventThatFindsTheClockLostEndsEverythingOlder() {
    for (Event event : Event.values()) {
      here().stock("k", "v", "t");
      here().stock("l", "v");
      loseClock();
      event.applied(here());
      here().assertMissing("k");
      here().assertMissing("l");
      there().assertMissing("k");
      there().assertMissing("l");
      here().stock("k", "new", "t");
      there().assertFound("k", "new");
    }
  }

  @Test
  final void whatANodeSawInvalidatedStaysEndedWhenTheClockGoesBack() {
    here().stock("k", "v", "t");
    there().assertFound("k", "v");
    Runnable goBack = shared().keepClock(here().namespace());
    assertThat(here().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    here().assertMissing("k");
    goBack.run();
    here().assertMissing("k");
    there().assertMissing("k");
  }

  @Test
  final void whatANodeSawClearedStaysEndedWhenTheClockGoesBack() {
    here().stock("k", "v");
    Runnable goBack = shared().keepClock(here().namespace());
    assertThat(here().store().clear()).isEqualTo(Answer.APPLIED);
    here().assertMissing("k");
    goBack.run();
    here().assertMissing("k");
    there().assertMissing("k");
  }

  @Test
  final void whenTheClockHasGoneBackLoadsAreYoungerThanAllBefore() {
    Runnable goBack = shared().keepClock(here().namespace());
    assertThat(here().larder().clear()).isEqualTo(Answer.APPLIED);
    long before = here().begin("k").claim().stamp();
    goBack.run();
    here().assertMissing("k");
    Bench.Load load = here().begin("k");
    assertThat(load.claim().stamp()).isGreaterThan(before);
    assertThat(load.end("new")).isEqualTo(FillResult.STORED);
    here().assertFound("k", "new");
    there().assertFound("k", "new");
  }

  @Test
  final void anEntryFromTheFutureIsAMissWhenTheClockHasGoneBack() {
    Runnable goBack = shared().keepClock(here().namespace());
    assertThat(here().larder().clear()).isEqualTo(Answer.APPLIED);
    here().stock("k", "v", "t");
    goBack.run();
    there().assertMissing("k");
    here().assertMissing("k");
  }
}
