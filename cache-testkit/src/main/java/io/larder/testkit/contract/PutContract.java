package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 3: puts and what crosses them. */
interface PutContract {

  Bench bench();

  private void put(Claim claim, String value, String... tags) {
    assertThat(bench().store().put(claim, value, Bench.LASTING.tagged(tags)))
        .isEqualTo(Answer.APPLIED);
  }

  @Test
  default void aPutIsFound() {
    put(bench().store().claim("k"), "v");
    bench().assertFound("k", "v");
    put(bench().store().claim("k"), "w");
    bench().assertFound("k", "w");
  }

  @Test
  default void aPutThatAPutCrossedLeavesTheKeyEmpty() {
    Claim first = bench().store().claim("k");
    Claim second = bench().store().claim("k");
    put(first, "1");
    bench().assertFound("k", "1");
    put(second, "2");
    bench().assertMissing("k");
  }

  @Test
  default void aPutThatANewerPutOvertookLeavesTheKeyEmpty() {
    Claim first = bench().store().claim("k");
    Claim second = bench().store().claim("k");
    put(second, "2");
    bench().assertFound("k", "2");
    put(first, "1");
    bench().assertMissing("k");
  }

  @Test
  default void aPutOverAnEntryThatAPutCrossedLeavesTheKeyEmpty() {
    bench().stock("k", "0");
    aPutThatANewerPutOvertookLeavesTheKeyEmpty();
  }

  @Test
  default void aPutThatAnEvictCrossedLeavesTheKeyEmpty() {
    Claim claim = bench().store().claim("k");
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    put(claim, "1");
    bench().assertMissing("k");
  }

  @Test
  default void anEvictAfterAPutLeavesTheKeyEmpty() {
    Claim claim = bench().store().claim("k");
    put(claim, "1");
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
  }

  @Test
  default void aLoadThatAPutCrossedIsRefused() {
    Bench.Load load = bench().begin("k");
    put(bench().store().claim("k"), "new");
    assertThat(load.end("old")).isEqualTo(FillResult.REFUSED);
    bench().assertFound("k", "new");
  }

  @Test
  default void aRefreshThatAPutCrossedIsRefused() {
    bench().stock("k", "oldest");
    aLoadThatAPutCrossedIsRefused();
  }

  @Test
  default void aLoadThatAPutWithoutAValueToKeepCrossedIsRefused() {
    Claim overtaken = bench().store().claim("k");
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    Bench.Load load = bench().begin("k");
    put(overtaken, "1");
    assertThat(load.end("0")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void aPutThatALoadCrossedLeavesTheKeyEmpty() {
    Claim claim = bench().store().claim("k");
    bench().stock("k", "old");
    put(claim, "new");
    bench().assertMissing("k");
  }

  /** A put's stamp is from before its value, so what happened since counts. */
  @Test
  default void aPutWhoseTagWasInvalidatedMeanwhileIsNotFound() {
    Claim claim = bench().store().claim("k");
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    put(claim, "old", "t");
    bench().assertMissing("k");
  }

  @Test
  default void aPutWhoseViewWasClearedMeanwhileIsNotFound() {
    Claim claim = bench().store().claim("k");
    assertThat(bench().store().clear()).isEqualTo(Answer.APPLIED);
    put(claim, "old");
    bench().assertMissing("k");
  }

  @Test
  default void aPutAfterAnInvalidationOrAClearSurvives() {
    bench().stock("k", "old", "t");
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    put(bench().store().claim("k"), "new", "t");
    bench().assertFound("k", "new");
    assertThat(bench().store().clear()).isEqualTo(Answer.APPLIED);
    put(bench().store().claim("k"), "newer", "t");
    bench().assertFound("k", "newer");
    assertThat(bench().larder().clear()).isEqualTo(Answer.APPLIED);
    put(bench().store().claim("k"), "newest", "t");
    bench().assertFound("k", "newest");
  }

  @Test
  default void aPutLeavesOtherKeysAndTheirLoads() {
    bench().stock("l", "stays", "t");
    Bench.Load load = bench().begin("m");
    put(bench().store().claim("k"), "v", "t");
    bench().assertFound("l", "stays");
    assertThat(load.end("w", "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("m", "w");
  }

  @Test
  default void aPutWhoseClaimVanishedLeavesTheKeyEmpty() {
    Claim claim = bench().store().claim("k");
    bench().vanish("k");
    put(claim, "v");
    bench().assertMissing("k");
  }

  @Test
  default void aPutWhoseClaimWasNotGrantedLeavesTheKeyEmpty() {
    bench().stock("k", "old");
    put(Claim.refused("k"), "new");
    bench().assertMissing("k");
  }

  @Test
  default void anEvictOfSeveralKeysLeavesTheOthers() {
    List.of("a", "b", "c").forEach(key -> bench().stock(key, key));
    assertThat(bench().store().evictAll(List.of("a", "c", "unknown"))).isEqualTo(Answer.APPLIED);
    bench().assertMissing("a");
    bench().assertFound("b", "b");
    bench().assertMissing("c");
    assertThat(bench().store().evictAll(List.of())).isEqualTo(Answer.APPLIED);
  }
}
