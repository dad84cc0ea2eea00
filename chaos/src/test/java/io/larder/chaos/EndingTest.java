package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.chaos.Items.Kind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is ended with an item, since the check of histories believes it. */
class EndingTest {

  private static final int VALUE = 30;
  private static final int PAGE = 31;
  private static final int UNTAGGED = 32;

  @Test
  void anItemIsEndedAlone() {
    assertThat(Stream.of(Ending.EVICT, Ending.PUT, Ending.TAG).map(it -> it.items(VALUE)))
        .containsOnly(List.of(VALUE));
  }

  @Test
  void aGroupIsEndedAsAWhole() {
    assertThat(Ending.GROUP.items(VALUE))
        .contains(VALUE, VALUE + 30)
        .doesNotContain(PAGE, UNTAGGED)
        .allMatch(it -> Items.group(it).equals(Items.group(VALUE)));
  }

  @Test
  void aClearOfValuesLeavesPages() {
    assertThat(Ending.CLEAR.items(VALUE)).contains(VALUE, UNTAGGED).doesNotContain(PAGE);
    assertThat(Ending.CLEAR.items(UNTAGGED)).isEqualTo(Ending.CLEAR.items(VALUE));
  }

  @Test
  void aClearOfPagesLeavesValues() {
    assertThat(Ending.CLEAR.items(PAGE)).contains(PAGE).doesNotContain(VALUE, UNTAGGED);
  }

  @Test
  void aClearOfAllLeavesNothing() {
    assertThat(Ending.CLEAR_ALL.items(VALUE)).hasSize(Items.COUNT).contains(PAGE, UNTAGGED);
  }

  @Test
  void clearsAreRareAndNotLeftOut() {
    SplittableRandom random = new SplittableRandom(1);
    List<Ending> some =
        Stream.generate(() -> Ending.any(Kind.VALUE, random)).limit(10_000).toList();

    assertThat(some).contains(Ending.CLEAR, Ending.CLEAR_ALL);
    assertThat(some.stream().filter(it -> it.name().startsWith("CLEAR"))).hasSizeLessThan(100);
  }
}
