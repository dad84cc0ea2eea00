package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promises 6 and 7: how long an entry is found, what it says of itself, and null. */
interface LifetimeContract {

  Duration EXACTLY = Duration.ofMillis(50);

  /** Soon over, and yet longer than a claim and a fill take on a machine that is busy. */
  Duration SHORT = Duration.ofMillis(950);

  Bench bench();

  /** Checks that the key is found until its time, to 50 ms, and then not any more. */
  private void assertLives(String key, Duration life, long storedAfter, long storedBefore) {
    while (true) {
      long asked = bench().now();
      boolean found = bench().store().find(key) instanceof CacheEntry;
      long answered = bench().now();
      if (found) {
        assertThat(asked - storedBefore).isLessThanOrEqualTo(life.plus(EXACTLY).toNanos());
      } else {
        assertThat(answered - storedAfter).isGreaterThanOrEqualTo(life.minus(EXACTLY).toNanos());
        return;
      }
      bench().harness().pass(Duration.ofMillis(10));
    }
  }

  @Test
  default void anEntryIsFoundForItsTtl() {
    Duration ttl = Duration.ofMillis(300);
    long before = bench().now();
    bench().stock(bench().store(), "k", "v", Terms.ttl(ttl));
    assertLives("k", ttl, before, bench().now());
  }

  @Test
  default void aStaleEntryIsFoundForItsStaleTimeToo() {
    long before = bench().now();
    Terms terms = Terms.ttl(Duration.ofMillis(100)).staleIfError(Duration.ofMillis(250));
    bench().stock(bench().store(), "k", "v", terms);
    assertLives("k", Duration.ofMillis(350), before, bench().now());
  }

  @Test
  default void aRefreshedEntryLivesByItsNewTerms() {
    // The first terms leave time enough for the second fill on a machine that has little of it.
    bench().stock(bench().store(), "k", "v", Bench.LASTING);
    long before = bench().now();
    bench().stock(bench().store(), "k", "w", Terms.ttl(Duration.ofMillis(200)));
    assertLives("k", Duration.ofMillis(200), before, bench().now());
    bench().stock(bench().store(), "l", "v", Terms.ttl(SHORT));
    bench().stock(bench().store(), "l", "w", Bench.LASTING);
    bench().harness().pass(SHORT.plus(EXACTLY));
    bench().assertFound("l", "w");
  }

  @Test
  default void aPutLivesByItsTerms() {
    long before = bench().now();
    bench().store().put(bench().store().claim("k"), "v", Terms.ttl(Duration.ofMillis(200)));
    assertLives("k", Duration.ofMillis(200), before, bench().now());
  }

  @Test
  default void aSoftPurgeDoesNotLengthenALife() {
    long before = bench().now();
    bench().stock(bench().store(), "k", "v", Terms.ttl(Duration.ofMillis(300)));
    long stored = bench().now();
    bench().harness().pass(Duration.ofMillis(100));
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertLives("k", Duration.ofMillis(300), before, stored);
  }

  @Test
  default void aLoadThatOutlivesTheEntryItRefreshesCostsAMiss() {
    bench().stock(bench().store(), "k", "v", Terms.ttl(SHORT));
    Bench.Load load = bench().begin("k");
    bench().harness().pass(SHORT.plus(EXACTLY));
    assertThat(load.end("w")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
    bench().stock("k", "x");
    bench().assertFound("k", "x");
  }

  @Test
  default void anEntryTellsItsTermsAndItsAge() {
    Terms terms =
        Terms.ttl(Duration.ofSeconds(30))
            .staleIfError(Duration.ofSeconds(20))
            .aged(Duration.ofSeconds(7))
            .cost(Duration.ofMillis(600))
            .tagged("t", "u");
    long before = bench().now();
    bench().stock(bench().store(), "k", "v", terms);
    long stored = bench().now();
    bench().harness().pass(Duration.ofMillis(200));
    CacheEntry<String> entry = bench().assertFound(bench().store(), "k", "v");
    assertThat(entry.terms()).isEqualTo(terms);
    assertThat(entry.terms().cost()).isEqualTo(Duration.ofMillis(600));
    assertThat(entry.tags()).containsExactly("t", "u");
    assertThat(entry.softPurged()).isFalse();
    long now = bench().now();
    assertThat(entry.isFresh(now)).isTrue();
    assertThat(entry.ageNanos(now) - Duration.ofSeconds(7).toNanos())
        .isBetween(now - stored - EXACTLY.toNanos(), now - before + EXACTLY.toNanos());
    assertThat(entry.usableNanosLeft(now) - entry.freshNanosLeft(now))
        .isEqualTo(Duration.ofSeconds(20).toNanos());
  }

  @Test
  default void theTwoStaleTimesAreApartAndTheLongerOneKeeps() {
    assertStaleTimes("neither", 0, 0);
    assertStaleTimes("while", 20, 0);
    assertStaleTimes("error", 0, 20);
    assertStaleTimes("bothWhile", 30, 20);
    assertStaleTimes("bothError", 20, 30);
  }

  /** Checks what an entry tells of its stale times, fresh and softly purged. */
  private void assertStaleTimes(String key, long whileRevalidate, long ifError) {
    Terms terms =
        Terms.ttl(Duration.ofSeconds(40))
            .staleWhileRevalidate(Duration.ofSeconds(whileRevalidate))
            .staleIfError(Duration.ofSeconds(ifError));
    bench().stock(bench().store(), key, "v", terms);
    for (int i = 0; i < 2; i++) {
      CacheEntry<String> entry = bench().assertFound(bench().store(), key, "v");
      assertThat(entry.terms()).isEqualTo(terms);
      long now = bench().now();
      long end = Duration.ofSeconds(40).toNanos() - (now - entry.storedAt());
      assertThat(entry.staleWhileRevalidateNanosLeft(now)).isEqualTo(end(end, whileRevalidate));
      assertThat(entry.staleIfErrorNanosLeft(now)).isEqualTo(end(end, ifError));
      assertThat(entry.usableNanosLeft(now))
          .isEqualTo(end + Duration.ofSeconds(Math.max(whileRevalidate, ifError)).toNanos());
      assertThat(entry.softPurged()).isEqualTo(i == 1);
      assertThat(bench().store().softPurge(key)).isEqualTo(Answer.APPLIED);
    }
  }

  private static long end(long freshLeft, long seconds) {
    return seconds == 0 ? 0 : freshLeft + Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  default void nullIsAValue() {
    assertThat(bench().begin("k").end(null, "t")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", null);
    bench().assertMissing("l");
    assertThat(bench().store().put(bench().store().claim("l"), null, Bench.LASTING))
        .isEqualTo(Answer.APPLIED);
    bench().assertFound("l", null);
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    bench().assertFound("l", null);
  }

  @Test
  default void anEmptyTextIsNotNull() {
    bench().stock("k", "");
    bench().assertFound("k", "");
  }

  @Test
  default void aSoftPurgeEndsFreshnessOnly() {
    bench().stock("k", "v", "t");
    bench().stock("l", "w", "t");
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    CacheEntry<String> purged = bench().assertFound(bench().store(), "k", "v");
    assertThat(purged.softPurged()).isTrue();
    assertThat(purged.isFresh(bench().now())).isFalse();
    assertThat(purged.usableNanosLeft(bench().now())).isPositive();
    CacheEntry<String> other = bench().assertFound(bench().store(), "l", "w");
    assertThat(other.softPurged()).isFalse();
    assertThat(other.isFresh(bench().now())).isTrue();
  }

  @Test
  default void aLoadThatASoftPurgeCrossedIsRefused() {
    Bench.Load load = bench().begin("k");
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(load.end("v")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
  }

  @Test
  default void aRefreshThatASoftPurgeCrossedIsRefusedAndTheNextIsStored() {
    bench().stock("k", "old");
    Bench.Load load = bench().begin("k");
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(load.end("crossed")).isEqualTo(FillResult.REFUSED);
    assertThat(bench().begin("k").end("new")).isEqualTo(FillResult.STORED);
    assertThat(bench().assertFound(bench().store(), "k", "new").softPurged()).isFalse();
  }

  @Test
  default void aSoftPurgeOfTagsEndsTheFreshnessOfTheirEntriesOnly() {
    bench().stock("k", "v", "t");
    bench().stock("l", "w", "u");
    assertThat(bench().larder().softPurge(List.of("t", "unused"))).isEqualTo(Answer.APPLIED);
    CacheEntry<String> purged = bench().assertFound(bench().store(), "k", "v");
    assertThat(purged.softPurged()).isTrue();
    assertThat(purged.isFresh(bench().now())).isFalse();
    assertThat(bench().assertFound(bench().store(), "l", "w").softPurged()).isFalse();
    assertThat(bench().begin("k").end("new", "t")).isEqualTo(FillResult.STORED);
    assertThat(bench().assertFound(bench().store(), "k", "new").softPurged()).isFalse();
  }

  @Test
  default void aLoadThatASoftPurgeOfItsTagCrossedIsNotFresh() {
    Bench.Load load = bench().begin("k");
    assertThat(bench().larder().softPurge(List.of("t"))).isEqualTo(Answer.APPLIED);
    load.end("v", "t");
    if (bench().store().find("k") instanceof CacheEntry<String> entry) {
      assertThat(entry.isFresh(bench().now())).isFalse();
    }
  }

  @Test
  default void aSoftPurgeBringsNothingBack() {
    bench().stock("k", "v", "t");
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(bench().larder().softPurge(List.of("t"))).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    assertThat(bench().store().softPurge("unknown")).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().find("unknown")).isInstanceOf(Miss.class);
  }
}
