package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises 1, 2 and 4: loads and what crosses them. */
interface FenceContract {

  Bench bench();

  @Test
  default void aLoadThatNothingCrossedIsStored() {
    Bench.Load load = bench().begin("k");
    assertThat(load.found()).isInstanceOf(Miss.class);
    assertThat(load.end("v", "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "v");
    assertThat(bench().assertFound(bench().store(), "k", "v").asOf())
        .isEqualTo(load.claim().stamp());
  }

  @ParameterizedTest
  @EnumSource
  default void aValueFromBeforeAnEventIsGone(Event event) {
    bench().stock("k", "v", "t");
    event.applied(bench());
    bench().assertMissing("k");
  }

  @ParameterizedTest
  @EnumSource
  default void aLoadThatBeganBeforeAnEventIsNeverFound(Event event) {
    Bench.Load load = bench().begin("k");
    event.applied(bench());
    load.end("old", "t");
    bench().assertMissing("k");
  }

  @ParameterizedTest
  @EnumSource
  default void aRefreshThatBeganBeforeAnEventIsNeverFound(Event event) {
    bench().stock("k", "oldest", "t");
    Bench.Load load = bench().begin("k");
    event.applied(bench());
    load.end("old", "t");
    bench().assertMissing("k");
  }

  @ParameterizedTest
  @EnumSource
  default void aLoadThatBeginsAfterAnEventIsStored(Event event) {
    bench().stock("k", "old", "t");
    event.applied(bench());
    assertThat(bench().begin("k").end("new", "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "new");
  }

  @ParameterizedTest
  @EnumSource
  default void aLoadInAnotherThreadThatAnEventCrossesIsNeverFound(Event event) throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<FillResult> load =
        CompletableFuture.supplyAsync(
            () -> {
              Bench.Load begun = bench().begin("k");
              loading.countDown();
              await(ended);
              return begun.end("old", "t");
            },
            task -> new Thread(task, "a load").start());
    await(loading);
    event.applied(bench());
    ended.countDown();
    load.get();
    bench().assertMissing("k");
  }

  /**
   * The second caller's look-up misses, and neither order of the fills brings the old value back.
   */
  @ParameterizedTest
  @EnumSource
  default void aCallerAfterAnEventNeverGetsTheValueOfALoadBeforeIt(Event event) {
    Bench.Load first = bench().begin("k");
    event.applied(bench());
    Bench.Load second = bench().begin("k");
    assertThat(second.found()).isInstanceOf(Miss.class);
    first.end("old", "t");
    bench().assertMissing("k");
    second.end("new", "t");
    first.end("old", "t");
    if (bench().store().find("k") instanceof CacheEntry<String> entry) {
      assertThat(entry.value()).isEqualTo("new");
    }
  }

  /**
   * What a waiter of a single flight compares: its look-up's stamp is above every earlier load's.
   */
  @ParameterizedTest
  @EnumSource
  default void aLookUpAfterAnEventIsYoungerThanEveryLoadBeforeIt(Event event) {
    Bench.Load load = bench().begin("k");
    event.applied(bench());
    assertThat(((Miss<String>) bench().store().find("k")).stamp())
        .isGreaterThan(load.claim().stamp());
  }

  @Test
  default void aLookUpAfterAPutOrASoftPurgeIsYoungerThanEveryLoadBeforeIt() {
    Claim first = bench().store().claim("k");
    assertThat(bench().store().put(first, "v", Bench.LASTING)).isEqualTo(Answer.APPLIED);
    Claim second = bench().store().claim("k");
    assertThat(second.stamp()).isGreaterThan(first.stamp());
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().claim("k").stamp()).isGreaterThan(second.stamp());
  }

  @Test
  default void lookUpsClaimsAndFillsLeaveTheClockWhereItIs() {
    long before = bench().begin("k").claim().stamp();
    bench().stock("k", "v");
    bench().assertFound("k", "v");
    bench().store().abandon(bench().store().claim("l"));
    assertThat(bench().begin("l").claim().stamp()).isEqualTo(before);
    assertThat(((Miss<String>) bench().store().find("l")).stamp()).isEqualTo(before);
  }

  @Test
  default void ofTwoLoadsThatCrossTheFirstToEndIsStored() {
    Bench.Load first = bench().begin("k");
    Bench.Load second = bench().begin("k");
    assertThat(second.end("second")).isEqualTo(FillResult.STORED);
    assertThat(first.end("first")).isEqualTo(FillResult.REFUSED);
    bench().assertFound("k", "second");
  }

  @Test
  default void ofTwoRefreshesThatCrossTheFirstToEndIsStored() {
    bench().stock("k", "old");
    Bench.Load first = bench().begin("k");
    Bench.Load second = bench().begin("k");
    assertThat(first.end("first")).isEqualTo(FillResult.STORED);
    assertThat(second.end("second")).isEqualTo(FillResult.REFUSED);
    bench().assertFound("k", "first");
  }

  @Test
  default void aClaimStoresOneValueOnly() {
    Bench.Load load = bench().begin("k");
    assertThat(load.end("once")).isEqualTo(FillResult.STORED);
    assertThat(load.end("twice")).isEqualTo(FillResult.REFUSED);
    bench().assertFound("k", "once");
  }

  @Test
  default void aLoadOfAnotherKeyIsNotCrossed() {
    Bench.Load load = bench().begin("k");
    assertThat(bench().store().evict("l")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().invalidate(List.of("u"))).isEqualTo(Answer.APPLIED);
    assertThat(load.end("v", "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "v");
  }

  @Test
  default void anEntryThatVanishesIsAMiss() {
    bench().stock("k", "v");
    bench().vanish("k");
    bench().assertMissing("k");
    bench().stock("k", "again");
    bench().assertFound("k", "again");
  }

  @Test
  default void aClaimThatVanishesRefusesItsFill() {
    Bench.Load load = bench().begin("k");
    bench().vanish("k");
    assertThat(load.end("v")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void anEntryThatVanishesDuringItsRefreshRefusesTheFill() {
    bench().stock("k", "old");
    Bench.Load load = bench().begin("k");
    bench().vanish("k");
    assertThat(load.end("v")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void aClaimThatVanishesIsNoNeighbours() {
    Bench.Load first = bench().begin("k");
    bench().vanish("k");
    Bench.Load second = bench().begin("k");
    assertThat(first.end("first")).isEqualTo(FillResult.REFUSED);
    assertThat(second.end("second")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "second");
  }

  @Test
  default void aLoadThatTakesLongerThanTheFenceWindowIsNotStored() {
    try (Larder larder =
        bench().harness().larder(bench().namespace() + "-f").fenceWindow(Bench.FENCE).build()) {
      CacheStore<String> view = larder.store("quotes", new TextCodec());
      Claim inTime = view.claim("in-time");
      assertThat(view.fill(inTime, "v", Bench.LASTING)).isEqualTo(FillResult.STORED);
      Claim late = view.claim("late");
      bench().harness().pass(Bench.FENCE.plus(Duration.ofMillis(50)));
      assertThat(view.fill(late, "v", Bench.LASTING)).isEqualTo(FillResult.REFUSED);
      bench().assertMissing(view, "late");
    }
  }

  @Test
  default void anAbandonedClaimLeavesNothing() {
    bench().store().abandon(bench().begin("k").claim());
    bench().assertMissing("k");
    assertThat(bench().begin("k").end("v")).isEqualTo(FillResult.STORED);
  }

  @Test
  default void abandoningAfterTheFillLeavesTheEntry() {
    Bench.Load load = bench().begin("k");
    assertThat(load.end("v")).isEqualTo(FillResult.STORED);
    bench().store().abandon(load.claim());
    bench().assertFound("k", "v");
  }

  @Test
  default void abandoningARefreshLeavesTheEntry() {
    bench().stock("k", "v");
    bench().store().abandon(bench().begin("k").claim());
    bench().assertFound("k", "v");
  }

  @Test
  default void aClaimThatWasNotGrantedStoresNothing() {
    assertThat(bench().store().fill(Claim.refused("k"), "v", Bench.LASTING))
        .isEqualTo(FillResult.UNAVAILABLE);
    bench().assertMissing("k");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
