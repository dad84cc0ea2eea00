package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds when two Larders stand on one namespace, as two machines do. */
public abstract class NodesContract {

  private StoreHarness harness;
  private Bench here;
  private Bench there;

  /** Creates the contract of one test; nothing is opened yet. */
  protected NodesContract() {}

  /** Opens the harness of one test. */
  protected abstract StoreHarness open() throws Exception;

  @BeforeEach
  final void openBenches() throws Exception {
    harness = open();
    here = new Bench(harness);
    there = new Bench(harness, here.namespace());
  }

  @AfterEach
  final void closeBenches() {
    try {
      here.close();
      there.close();
    } finally {
      harness.close();
    }
  }

  final Bench here() {
    return here;
  }

  final Bench there() {
    return there;
  }

  @Test
  final void whatOneNodeStoresTheOtherFinds() {
    here.stock("k", "v", "t");
    assertThat(there.assertFound(there.store(), "k", "v").tags()).containsExactly("t");
    assertThat(there.begin("k").end("w")).isEqualTo(FillResult.STORED);
    here.assertFound("k", "w");
  }

  @ParameterizedTest
  @EnumSource
  final void whatOneNodeEndsTheOtherDoesNotFind(Event event) {
    here.stock("k", "v", "t");
    there.assertFound("k", "v");
    event.applied(here);
    there.assertMissing("k");
    here.assertMissing("k");
  }

  @ParameterizedTest
  @EnumSource
  final void aLoadThatTheOthersEventCrossedIsNeverFound(Event event) {
    Bench.Load load = there.begin("k");
    event.applied(here);
    load.end("old", "t");
    here.assertMissing("k");
    there.assertMissing("k");
  }

  @ParameterizedTest
  @EnumSource
  final void aLoadThatBeginsAfterTheOthersEventIsStored(Event event) {
    here.stock("k", "old", "t");
    there.assertFound("k", "old");
    event.applied(here);
    assertThat(there.begin("k").end("new", "t")).isEqualTo(FillResult.STORED);
    here.assertFound("k", "new");
  }

  @ParameterizedTest
  @EnumSource
  final void aLookUpAfterTheOthersEventIsYoungerThanEveryLoadBeforeIt(Event event) {
    Bench.Load load = there.begin("k");
    event.applied(here);
    assertThat(((Miss<String>) there.store().find("k")).stamp())
        .isGreaterThan(load.claim().stamp());
  }

  @Test
  final void ofTwoNodesLoadsTheFirstToEndIsStored() {
    Bench.Load mine = here.begin("k");
    Bench.Load theirs = there.begin("k");
    assertThat(theirs.end("theirs")).isEqualTo(FillResult.STORED);
    assertThat(mine.end("mine")).isEqualTo(FillResult.REFUSED);
    here.assertFound("k", "theirs");
  }

  @Test
  final void ofTwoNodesPutsThatCrossNoneOrTheNewerIsFound() {
    Claim mine = here.store().claim("k");
    Claim theirs = there.store().claim("k");
    assertThat(there.store().put(theirs, "2", Bench.LASTING)).isEqualTo(Answer.APPLIED);
    here.assertFound("k", "2");
    assertThat(here.store().put(mine, "1", Bench.LASTING)).isEqualTo(Answer.APPLIED);
    here.assertMissing("k");
    there.assertMissing("k");
  }

  @Test
  final void aSoftPurgeReachesTheOtherNode() {
    here.stock("k", "v", "t");
    there.assertFound("k", "v");
    assertThat(here.larder().softPurge(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(there.assertFound(there.store(), "k", "v").softPurged()).isTrue();
    here.stock("l", "v");
    there.assertFound("l", "v");
    assertThat(here.store().softPurge("l")).isEqualTo(Answer.APPLIED);
    assertThat(there.assertFound(there.store(), "l", "v").softPurged()).isTrue();
  }

  @Test
  final void closingOneNodeLeavesTheOther() {
    here.stock("k", "v");
    there.close();
    here.assertFound("k", "v");
  }
}
