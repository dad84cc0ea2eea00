package io.larder.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.FillResult;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Promise 6, for what is kept after its freshness to be validated. */
interface KeepContract {

  Duration MOMENT = Duration.ofMillis(100);
  Duration KEEP = Duration.ofMinutes(10);

  Bench bench();

  private CacheEntry<String> assertOnlyKept(String key, @Nullable String value) {
    CacheEntry<String> entry = bench().assertFound(bench().store(), key, value);
    long now = bench().now();
    assertThat(entry.isFresh(now)).isFalse();
    assertThat(entry.freshNanosLeft(now)).isNotPositive();
    assertThat(entry.staleWhileRevalidateNanosLeft(now)).isNotPositive();
    assertThat(entry.staleIfErrorNanosLeft(now)).isNotPositive();
    assertThat(entry.keepNanosLeft(now)).isPositive();
    assertThat(entry.usableNanosLeft(now)).isEqualTo(entry.keepNanosLeft(now));
    return entry;
  }

  @Test
  default void aKeptEntryIsFreshAndThenFoundStale() {
    Terms terms = Terms.ttl(MOMENT.multipliedBy(3)).keep(KEEP);
    bench().stock(bench().store(), "k", "v", terms);
    CacheEntry<String> fresh = bench().assertFound(bench().store(), "k", "v");
    assertThat(fresh.isFresh(fresh.storedAt())).isTrue();
    assertThat(fresh.terms()).isEqualTo(terms);
    bench().harness().pass(MOMENT.multipliedBy(3).plusMillis(10));
    CacheEntry<String> kept = assertOnlyKept("k", "v");
    assertThat(kept.terms()).isEqualTo(terms);
    assertThat(Duration.ofNanos(kept.keepNanosLeft(bench().now()))).isLessThan(KEEP);
  }

  @Test
  default void aKeptEntryIsGoneWhenItsTimeIsOver() {
    assertGoneAfter("fresh", Terms.ttl(MOMENT).keep(MOMENT), MOMENT.multipliedBy(2));
    assertGoneAfter("never", Terms.kept(MOMENT), MOMENT);
    Terms stale = Terms.ttl(MOMENT).keep(MOMENT).staleIfError(MOMENT.multipliedBy(3));
    assertGoneAfter("stale", stale, MOMENT.multipliedBy(4));
  }

  /** Checks that an entry is there a moment before its end and not a moment after it. */
  private void assertGoneAfter(String key, Terms terms, Duration life) {
    long before = bench().now();
    bench().stock(bench().store(), key, "v", terms);
    long stored = bench().now();
    for (long asked = bench().now();
        bench().store().find(key) instanceof CacheEntry;
        asked = bench().now()) {
      assertThat(asked - stored).isLessThan(life.plusMillis(50).toNanos());
      bench().harness().pass(Duration.ofMillis(10));
    }
    assertThat(bench().now() - before).isGreaterThanOrEqualTo(life.minusMillis(1).toNanos());
    bench().assertMissing(key);
  }

  @Test
  default void anEntryThatIsNotKeptIsGoneWithItsFreshness() {
    bench().stock(bench().store(), "k", "v", Terms.ttl(MOMENT).keep(Duration.ZERO));
    bench().harness().pass(MOMENT.plusMillis(50));
    bench().assertMissing("k");
  }

  @Test
  default void whatIsNeverFreshIsKept() {
    Terms terms = Terms.kept(KEEP).aged(Duration.ofSeconds(3)).tagged("t");
    bench().stock(bench().store(), "k", "v", terms);
    CacheEntry<String> kept = assertOnlyKept("k", "v");
    assertThat(kept.terms()).isEqualTo(terms);
    assertThat(kept.softPurged()).isFalse();
    assertThat(bench().store().put(bench().store().claim("l"), null, Terms.kept(KEEP)))
        .isEqualTo(Answer.APPLIED);
    assertOnlyKept("l", null);
  }

  @Test
  default void whatIsNeverFreshMayBeUsedStaleAllTheSame() {
    Terms terms = Terms.kept(KEEP).staleIfError(KEEP.multipliedBy(2));
    bench().stock(bench().store(), "k", "v", terms);
    CacheEntry<String> entry = bench().assertFound(bench().store(), "k", "v");
    long now = bench().now();
    assertThat(entry.terms()).isEqualTo(terms);
    assertThat(entry.isFresh(now)).isFalse();
    assertThat(entry.staleIfErrorNanosLeft(now) - entry.keepNanosLeft(now))
        .isEqualTo(KEEP.toNanos());
    assertThat(entry.usableNanosLeft(now)).isEqualTo(entry.staleIfErrorNanosLeft(now));
  }

  @Test
  default void whatWasValidatedIsFreshAgain() {
    bench().stock(bench().store(), "k", "old", Terms.kept(KEEP));
    bench().stock(bench().store(), "k", "new", Terms.ttl(KEEP));
    CacheEntry<String> entry = bench().assertFound(bench().store(), "k", "new");
    assertThat(entry.isFresh(bench().now())).isTrue();
    assertThat(entry.keepNanosLeft(bench().now())).isZero();
  }

  @Test
  default void aSoftPurgeLeavesAnEntryToBeValidated() {
    Terms terms = Terms.ttl(KEEP).keep(KEEP).tagged("t");
    bench().stock(bench().store(), "k", "v", terms);
    bench().stock(bench().store(), "never", "w", Terms.kept(KEEP).tagged("u"));
    assertThat(bench().store().softPurge("k")).isEqualTo(Answer.APPLIED);
    assertThat(bench().larder().softPurge(List.of("u"))).isEqualTo(Answer.APPLIED);
    CacheEntry<String> purged = assertOnlyKept("k", "v");
    assertThat(purged.softPurged()).isTrue();
    assertThat(purged.terms()).isEqualTo(terms);
    assertThat(assertOnlyKept("never", "w").softPurged()).isTrue();
  }

  @Test
  default void aTagEndsAnEntryThatIsOnlyKept() {
    bench().stock(bench().store(), "k", "v", Terms.kept(KEEP).tagged("t"));
    bench().stock(bench().store(), "l", "w", Terms.kept(KEEP).tagged("u"));
    assertThat(bench().larder().invalidate("t")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    assertOnlyKept("l", "w");
  }

  @Test
  default void anEvictAndAClearEndAnEntryThatIsOnlyKept() {
    for (String key : List.of("k", "l", "m")) {
      bench().stock(bench().store(), key, "v", Terms.kept(KEEP));
    }
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    bench().assertMissing("k");
    assertOnlyKept("l", "v");
    assertThat(bench().store().clear()).isEqualTo(Answer.APPLIED);
    assertThat(bench().store().findAll(List.of("l", "m")).values())
        .allMatch(found -> found instanceof Miss);
  }

  @Test
  default void aRefreshOfWhatIsOnlyKeptIsFencedLikeAnyOther() {
    bench().stock(bench().store(), "k", "old", Terms.kept(KEEP).tagged("t"));
    Bench.Load crossed = bench().begin("k");
    assertThat(bench().store().evict("k")).isEqualTo(Answer.APPLIED);
    assertThat(crossed.end("crossed", "t")).isEqualTo(FillResult.REFUSED);
    bench().assertMissing("k");
    bench().stock(bench().store(), "k", "old", Terms.kept(KEEP));
    assertThat(bench().begin("k").end("new")).isEqualTo(FillResult.STORED);
    bench().assertFound("k", "new");
  }
}
