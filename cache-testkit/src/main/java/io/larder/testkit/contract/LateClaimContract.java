package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises 1 and 2, for a claim that is taken after the computation began. */
interface LateClaimContract {

  Bench bench();

  /** Claims the key for a computation that began when that stamp was read. */
  private Claim claimSince(long began) {
    Claim claim = bench().store().claim("k").since(began);
    assertThat(claim.stamp()).isEqualTo(began);
    return claim;
  }

  private long began() {
    return ((Miss<String>) bench().store().find("primary")).stamp();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "EVICT.*")
  default void aFillWithAnOlderStampIsRefusedByAnInvalidationInBetween(Event event) {
    bench().stock("unrelated", "v");
    long began = began();
    event.applied(bench());
    bench().store().fill(claimSince(began), "old", Bench.LASTING.tagged("t"));
    bench().assertMissing("k");
    assertThat(bench().begin("k").end("new", "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "new");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "EVICT.*")
  default void aFillWithItsOwnStampIsNotRefusedByAnInvalidationBeforeIt(Event event) {
    event.applied(bench());
    Claim claim = bench().store().claim("k");
    assertThat(bench().store().fill(claim, "new", Bench.LASTING.tagged("t")))
        .isEqualTo(FillResult.STORED);
    bench().assertFound("k", "new");
  }

  @Test
  default void aFillWithAnOlderStampIsStoredWithThatStampIfOnlyOtherThingsHappened() {
    long began = began();
    assertThat(bench().larder().invalidate("another")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().evict("other")).isEqualTo(Answer.APPLIED);
    assertThat(bench().view("others").clear()).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().claim("k").stamp()).isGreaterThan(began);
    assertThat(bench().store().fill(claimSince(began), "v", Bench.LASTING.tagged("t")))
        .isEqualTo(FillResult.STORED);
    assertThat(bench().assertFound(bench().store(), "k", "v").asOf()).isEqualTo(began);
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
  }

  @Test
  default void aSoftPurgeOfItsTagInBetweenLeavesNothingFresh() {
    long began = began();
    assertThat(bench().larder().softPurge(List.of("t"))).isEqualTo(Answer.APPLIED);
    bench().store().fill(claimSince(began), "v", Bench.LASTING.tagged("t"));
    assertThat(bench().assertFound(bench().store(), "k", "v").softPurged()).isTrue();
  }

  @Test
  default void whatHappensToTheKeyAfterTheClaimRefusesTheFill() {
    long began = began();
    Claim claim = claimSince(began);
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().fill(claim, "v", Bench.LASTING)).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void aClaimWithAnOlderStampIsGivenUpLikeAnyOther() {
    long began = began();
    assertThat(bench().store().evict("other")).isEqualTo(Answer.APPLIED);
    Claim claim = claimSince(began);
    bench().store().abandon(claim);
    assertThat(bench().store().fill(claim, "v", Bench.LASTING)).isEqualTo(FillResult.REFUSED);
  }

  @Test
  default void aFillOfAComputationThatBeganNobodyKnowsWhenIsNotStored() {
    Claim claim = bench().store().claim("k").since(Miss.UNKNOWN);
    assertThat(bench().store().fill(claim, "v", Bench.LASTING)).isEqualTo(FillResult.UNAVAILABLE);
    bench().assertMissing("k");
    Claim refused = bench().store().claim("k").since(Claim.refused("primary").stamp());
    bench().store().fill(refused, "v", Bench.LASTING);
    bench().assertMissing("k");
  }
}
