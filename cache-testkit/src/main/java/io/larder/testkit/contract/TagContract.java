package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Promise 5: tags and clears, each one step, across views. */
interface TagContract {

  /** How often a tag is stocked and ended at most; one time counts, since machines stutter. */
  int ROUNDS = 5;

  /**
   * What two times of one step may differ by, where the step itself is a matter of microseconds.
   */
  Duration A_STUTTER = Duration.ofNanos(200_000);

  Bench bench();

  @Test
  default void anInvalidationLeavesEntriesOfOtherTagsAndOfNone() {
    bench().stock("k", "ended", "t", "u");
    bench().stock("l", "stays", "u");
    bench().stock("m", "stays");
    assertThat(bench().store().invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    bench().assertFound("l", "stays");
    bench().assertFound("m", "stays");
    bench().assertFound("l", "stays");
  }

  @Test
  default void eachOfAnEntrysTagsEndsIt() {
    for (String tag : List.of("t", "u", "v")) {
      bench().stock("k", tag, "t", "u", "v");
      assertThat(bench().larder().invalidate(tag)).isEqualTo(Answer.APPLIED);
      bench().assertMissing("k");
    }
  }

  @Test
  default void anEntryMayLoseATag() {
    bench().stock("k", "1", "t");
    assertThat(bench().begin("k").end("2", "u")).isEqualTo(FillResult.STORED);
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    bench().assertFound("k", "2");
    assertThat(bench().larder().invalidate("u")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
  }

  @Test
  default void aTagEndsEntriesOfEveryView() {
    CacheStore<String> other = bench().view("others");
    bench().stock("k", "v", "t");
    bench().stock(other, "k", "w", Bench.LASTING.tagged("t"));
    bench().stock(other, "l", "stays", Bench.LASTING.tagged("u"));
    assertThat(bench().store().invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    bench().assertMissing(other, "k");
    bench().assertFound(other, "l", "stays");
  }

  @Test
  default void viewsShareNoEntry() {
    CacheStore<String> other = bench().view("others");
    bench().stock("k", "v");
    bench().assertMissing(other, "k");
    bench().stock(other, "k", "w", Bench.LASTING);
    assertThat(other.evict("k")).isEqualTo(Answer.APPLIED);
    bench().assertFound("k", "v");
  }

  @Test
  default void clearingAViewLeavesTheOthers() {
    CacheStore<String> other = bench().view("others");
    bench().stock("k", "v", "t");
    bench().stock(other, "k", "w", Bench.LASTING.tagged("t"));
    assertThat(bench().store().clear()).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    bench().assertFound(other, "k", "w");
    bench().stock("k", "again");
    bench().assertFound("k", "again");
  }

  @Test
  default void clearingTheLarderClearsEveryView() {
    CacheStore<String> other = bench().view("others");
    bench().stock("k", "v");
    bench().stock(other, "k", "w", Bench.LASTING);
    assertThat(bench().larder().clear()).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    bench().assertMissing(other, "k");
    bench().stock("k", "again");
    bench().assertFound("k", "again");
  }

  @Test
  default void aTagOfTenThousandEntriesEndsInOneStep() {
    int count = 10_000;
    Duration ofOne = shortestInvalidation(1, Duration.ZERO); // nothing else to walk through yet
    Duration limit = ofOne.multipliedBy(10).plus(A_STUTTER);
    fill("u", count);
    assertThat(shortestInvalidation(count, limit)).isLessThan(limit);
    assertThat(found("t", count)).isZero();
    assertThat(found("u", count)).isEqualTo(count);
  }

  /**
   * Stocks anew each time: an invalidation that walks finds nothing to walk through twice.
   *
   * @param enough below which no further round is needed
   */
  private Duration shortestInvalidation(int count, Duration enough) {
    Duration shortest = Duration.ofDays(1);
    for (int round = 0; round < ROUNDS && shortest.compareTo(enough) >= 0; round++) {
      fill("t", count);
      long before = System.nanoTime();
      assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }
    return shortest;
  }

  private void fill(String tag, int count) {
    IntStream.range(0, count).parallel().forEach(i -> bench().stock(tag + i, "v" + i, tag));
  }

  private int found(String tag, int count) {
    int found = 0;
    for (int from = 0; from < count; from += 500) {
      Map<String, Lookup<String>> part =
          bench()
              .store()
              .findAll(IntStream.range(from, from + 500).mapToObj(i -> tag + i).toList());
      for (Lookup<String> one : part.values()) {
        assertThat(one).isInstanceOfAny(CacheEntry.class, Miss.class);
        found += one instanceof CacheEntry ? 1 : 0;
      }
    }
    return found;
  }

  @Test
  default void manyKeysAreAnsweredInTheirOrder() {
    bench().stock("b", "2");
    bench().stock("d", "4");
    Map<String, Lookup<String>> found = bench().store().findAll(List.of("d", "a", "b", "c", "b"));
    assertThat(found.keySet()).containsExactly("d", "a", "b", "c");
    assertThat(found.get("a")).isInstanceOf(Miss.class);
    assertThat(bench().entry(found.get("b")).value()).isEqualTo("2");
    assertThat(found.get("c")).isInstanceOf(Miss.class);
    assertThat(bench().entry(found.get("d")).value()).isEqualTo("4");
    assertThat(bench().store().findAll(List.of())).isEmpty();
  }

  @Test
  default void manyKeysAreJudgedLikeOne() {
    bench().stock("k", "v", "t");
    bench().stock("l", "w", "u");
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().findAll(List.of("k", "l")).get("k")).isInstanceOf(Miss.class);
    assertThat(bench().larder().softPurge(List.of("u"))).isEqualTo(Answer.APPLIED);
    Map<String, Lookup<String>> purged = bench().store().findAll(List.of("k", "l"));
    assertThat(bench().entry(purged.get("l")).softPurged()).isTrue();
    assertThat(bench().store().clear()).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().findAll(List.of("l")).get("l")).isInstanceOf(Miss.class);
  }
}
