package io.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogicalClockTest {

  private final LogicalClock clock = new LogicalClock(100);

  @Test
  void onlyEventsMoveIt() {
    long before = clock.now();
    clock.newId();
    assertThat(clock.hasEnded(before, List.of("t"))).isFalse();
    assertThat(clock.now()).isEqualTo(before);
    assertThat(clock.move()).isEqualTo(before + 1);
    assertThat(clock.now()).isEqualTo(before + 1);
    assertThat(clock.last()).as("an event of one key ends no other").isLessThan(clock.now());
  }

  @Test
  void aTagEndsWhatIsOlderAndCarriesIt() {
    long before = clock.now();
    clock.invalidate(List.of("t"));
    long after = clock.now();
    assertThat(clock.hasEnded(before, List.of("u", "t"))).isTrue();
    assertThat(clock.hasEnded(before, List.of("u"))).isFalse();
    assertThat(clock.hasEnded(before, List.of())).isFalse();
    assertThat(clock.hasEnded(after, List.of("t"))).isFalse();
    assertThat(clock.last()).isEqualTo(after);
  }

  @Test
  void aSoftPurgeEndsNothing() {
    long before = clock.now();
    clock.softPurge(List.of("t"));
    assertThat(clock.hasEnded(before, List.of("t"))).isFalse();
    assertThat(clock.hasSoftPurged(before, List.of("t"))).isTrue();
    assertThat(clock.hasSoftPurged(clock.now(), List.of("t"))).isFalse();
    assertThat(clock.last()).isEqualTo(clock.now());
  }

  @Test
  void aClearEndsWhatIsOlderWhateverItCarries() {
    long before = clock.now();
    clock.clear();
    assertThat(clock.hasEnded(before, List.of())).isTrue();
    assertThat(clock.hasEnded(clock.now(), List.of())).isFalse();
    assertThat(clock.last()).isEqualTo(clock.now());
  }

  @Test
  void idsAreNeverRepeatedNorZero() {
    List<Long> ids = IntStream.range(0, 1_000).mapToObj(i -> clock.newId()).toList();
    assertThat(ids).doesNotHaveDuplicates().doesNotContain(0L);
  }

  /**
   * A flood of tags costs misses: what they ended stays ended, by the floor where they are gone.
   */
  @Test
  void forgettingTagsBringsNothingBack() {
    for (int i = 0; i < 1_000; i++) {
      long before = clock.now();
      clock.invalidate(List.of("hard" + i));
      clock.softPurge(List.of("soft" + i));
      assertThat(clock.tagCount()).isLessThanOrEqualTo(100);
      assertThat(clock.hasEnded(before, List.of("hard" + i))).isTrue();
      assertThat(clock.hasEnded(clock.now(), List.of("hard" + i, "soft" + i))).isFalse();
    }
    for (int i = 0; i < 1_000; i++) {
      long before = 2L * i;
      assertThat(clock.hasEnded(before, List.of("hard" + i))).as("tag %d", i).isTrue();
      assertThat(
              clock.hasEnded(before, List.of("soft" + i))
                  || clock.hasSoftPurged(before, List.of("soft" + i)))
          .isTrue();
    }
  }

  @Test
  void aFloodOfTagsLeavesWhatIsYoungerThanTheForgotten() {
    IntStream.range(0, 95).forEach(i -> clock.invalidate(List.of("t" + i)));
    long young = clock.now();
    IntStream.range(0, 10).forEach(i -> clock.invalidate(List.of("u" + i)));
    assertThat(clock.hasEnded(young, List.of("other"))).isFalse();
    assertThat(clock.hasEnded(0, List.of("other"))).as("older than the floor").isTrue();
  }

  @Test
  void moreTagsAtOnceThanAreRememberedEndEverythingOlder() {
    long before = clock.now();
    clock.invalidate(IntStream.range(0, 500).mapToObj(i -> "t" + i).toList());
    assertThat(clock.tagCount()).isLessThanOrEqualTo(100);
    assertThat(clock.hasEnded(before, List.of())).isTrue();
    assertThat(clock.hasEnded(clock.now(), List.of("t7"))).isFalse();
    assertThat(clock.last()).isEqualTo(clock.now());
  }
}
