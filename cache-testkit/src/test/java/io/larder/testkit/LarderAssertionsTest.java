package io.larder.testkit;

import static io.larder.testkit.LarderAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.annotation.CacheKey;
import io.larder.cache.annotation.Cached;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LarderAssertionsTest {

  @RegisterExtension
  static final LarderExtension LARDER =
      LarderExtension.builder().backend(MapBackend::new).manualClock().faults().build();

  private Cache<String> quotes;

  @BeforeEach
  void open(Larder larder) {
    quotes =
        larder
            .cacheBuilder("quotes", String.class)
            .ttl(Duration.ofSeconds(30))
            .staleIfError(Duration.ofHours(1))
            .build();
  }

  private void load(String key) {
    quotes.get(key, load -> "of " + key);
  }

  private static void fails(ThrowingCallable assertion, String... said) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(said);
  }

  @Nested
  class OfACache {

    @Test
    void countsAndLoadsAndWhatLiesThereInOneChain(ManualClock clock) {
      load("a");
      load("a");
      load("a");
      load("b");

      assertThat(quotes)
          .hasHits(2)
          .hasMisses(2)
          .hasStaleHits(0)
          .hasLoads(2)
          .loadedOnce("a")
          .loaded("b", 1)
          .neverLoaded("c")
          .hasFresh("a")
          .hasFresh("a", "of a")
          .hasNothingUnder("c");

      clock.advance(Duration.ofSeconds(31));
      assertThat(quotes).hasStale("a").hasStale("a", "of a").hasNothingUnder("c");
    }

    @Test
    void lookingCountsNothing() {
      load("a");
      CacheStats before = quotes.stats();
      assertThat(quotes).hasFresh("a").hasNothingUnder("b");
      assertThat((Object) quotes.stats()).isEqualTo(before);
    }

    @Test
    void aLoadCountsHoweverItEnds() {
      quotes.get("k", load -> load.doNotStore().key());
      assertThatThrownBy(
              () ->
                  quotes.get(
                      "k",
                      load -> {
                        throw new IllegalStateException("no line");
                      }))
          .hasMessage("no line");
      quotes.put("k", () -> "put"); // which is no load
      assertThat(quotes).loaded("k", 2).hasRefused(1).hasLoadFailures(1).hasStored(0);
    }

    @Test
    void aWrongNumberIsToldWithAllThatWasCounted() {
      load("a");
      fails(
          () -> assertThat(quotes).hasMisses(1).hasHits(3),
          "the cache 'quotes' was to have 3 hits and has 0: CacheStats[MISSES=1");
      fails(() -> assertThat(quotes).hasMisses(0), "0 misses and has 1");
      fails(() -> assertThat(quotes).hasStaleHits(1), "1 stale hits and has 0");
      fails(() -> assertThat(quotes).hasCollapsed(1), "1 collapsed misses and has 0");
      fails(() -> assertThat(quotes).hasBypasses(1), "1 bypasses and has 0");
      fails(() -> assertThat(quotes).hasPasses(1), "1 passes and has 0");
      fails(() -> assertThat(quotes).hasLoads(2), "2 loads and has 1");
      fails(() -> assertThat(quotes).hasStored(2), "2 stored loads and has 1");
      fails(() -> assertThat(quotes).hasRefused(2), "2 refused loads and has 0");
      fails(() -> assertThat(quotes).hasLoadFailures(2), "2 failed loads and has 0");
      fails(() -> assertThat(quotes).hasSkippedRefreshes(2), "2 skipped refreshes and has 0");
    }

    @Test
    void aWrongNumberOfLoadsIsToldWithThoseOfEachKey() {
      load("a");
      load("50%s");
      fails(
          () -> assertThat(quotes).loaded("a", 2),
          "the cache 'quotes' was to load 'a' 2 times and has done so once;",
          "the loads of its keys: {50%s=1, a=1}; in all: CacheStats[MISSES=2");
      fails(() -> assertThat(quotes).neverLoaded("50%s"), "load '50%s' never and has done so once");
      fails(() -> assertThat(quotes).loadedOnce("c"), "load 'c' once and has done so never");
    }

    @Test
    void whatLiesThereInsteadIsTold(ManualClock clock, Faults faults) {
      load("a");
      fails(
          () -> assertThat(quotes).hasStale("a"),
          "the cache 'quotes' was to have something stale under 'a' and has <of a>, fresh for PT",
          "CacheStats[MISSES=1");
      fails(() -> assertThat(quotes).hasNothingUnder("a"), "have nothing under 'a' and has <of a>");
      fails(() -> assertThat(quotes).hasFresh("a", "b"), "<b>, fresh, under 'a' and has <of a>");
      fails(() -> assertThat(quotes).hasFresh("b"), "something fresh under 'b' and has nothing:");
      clock.advance(Duration.ofSeconds(31));
      fails(() -> assertThat(quotes).hasFresh("a"), "and has <of a>, stale, kept for PT");
      fails(() -> assertThat(quotes).hasStale("a", "b"), "<b>, stale, under 'a' and has <of a>");
      faults.fail();
      fails(
          () -> assertThat(quotes).hasNothingUnder("a"),
          "have nothing under 'a' and has a store that could not be asked (");
    }

    @Test
    void aDescriptionIsKept() {
      fails(() -> assertThat(quotes).as("after lunch").hasHits(1), "[after lunch] ");
      fails(
          () ->
              assertThat(quotes)
                  .as("100% lunch")
                  .recordedBy(new RecordingListener())
                  .loadedOnce("a"),
          "[100% lunch] ");
    }

    @Test
    void noCacheFailsAsNullDoes() {
      Cache<String> none = null;
      fails(() -> assertThat(none).hasHits(0), "Expecting actual not to be null");
      fails(() -> assertThat(none).hasFresh("a"), "Expecting actual not to be null");
      fails(() -> assertThat(none).loadedOnce("a"), "Expecting actual not to be null");
    }
  }

  @Nested
  class Recording {

    @Test
    void isByLarder(Larder larder) {
      load("a");
      try (Larder other = Larder.open("memory:")) {
        Cache<String> namesake = other.cache("quotes", String.class);
        namesake.get("a", load -> "v");
        fails(
            () -> assertThat(namesake).loadedOnce("a"),
            "nothing is known of the loads of single keys of the cache 'quotes': take its Larder"
                + " from LarderExtension, or add a RecordingListener to its LarderBuilder and name"
                + " that by recordedBy(…)");
        assertThat(namesake).hasMisses(1).hasFresh("a", "v");
      }
      assertThat(quotes).loadedOnce("a");
      assertThat((Object) larder.caches().get("quotes")).isSameAs(quotes);
    }

    @Test
    void canBeAddedByHand() {
      RecordingListener recording = new RecordingListener();
      try (Larder own = Larder.builder().listener(recording).build()) {
        Cache<String> texts = own.cache("texts", String.class);
        texts.get("a", load -> "v");
        assertThat(texts).recordedBy(recording).loadedOnce("a").neverLoaded("b");
      }
      assertThat(recording.loads("texts")).isEqualTo(Map.of("a", 1L));
      assertThat(recording.loads("texts", "a")).isEqualTo(1);
      assertThat(recording.loads("others")).isEmpty();
      assertThat(recording).hasToString("RecordingListener{texts={a=1}}");
    }

    @Test
    void isAParameterOfATest(RecordingListener recording) {
      load("a");
      assertThat(recording.loads("quotes")).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void countsALoadThatNobodyElseWaitsFor() {
      RecordingListener recording = new RecordingListener();
      recording.passed("quotes", "a", "wait");
      assertThat(recording.loads("quotes", "a")).isEqualTo(1);
    }
  }

  interface Catalog {
    @Cached(key = "{country}")
    String find(@CacheKey("country") String country);
  }

  @Nested
  class OfALarder {

    @Test
    void countsOfAllItsCaches(Larder larder) {
      load("a");
      load("a");
      larder.cache("texts", String.class).get("a", load -> "v");
      assertThat(larder).hasHits(1).hasMisses(2).hasLoads(2);
      fails(
          () -> assertThat(larder).hasHits(2),
          "the Larder with all its caches and pages was to have 2 hits and has 1: CacheStats[");
    }

    @Test
    void itsCachesByTheirNames(Larder larder) {
      Catalog catalog = larder.proxy(Catalog.class, country -> "of " + country);
      catalog.find("Germany");
      catalog.find("Germany");
      assertThat(larder).cache("Catalog.find").hasHits(1).loadedOnce("Germany");
      fails(
          () -> assertThat(larder).cache("catalog"),
          "no cache 'catalog' is open; those that are: [Catalog.find, quotes]");
    }

    @Test
    void whatWasCountedUnderAName(Larder larder) {
      larder.recorder("/reports/*").miss("http://localhost/reports/1");
      assertThat(larder).stats("/reports/*").hasMisses(1).hasHits(0);
      fails(() -> assertThat(larder).stats("/x").hasMisses(1), "['/x']", "has 0");
    }
  }

  @Nested
  class OfStatsAndResults {

    @Test
    void whatHappenedBetweenTwoMoments() {
      load("a");
      CacheStats before = quotes.stats();
      load("a");
      assertThat(quotes.stats().minus(before)).hasHits(1).hasMisses(0);
      fails(
          () -> assertThat(before).hasHits(1),
          "what was counted was to have 1 hits and has 0: CacheStats[MISSES=1");
    }

    @Test
    void whatALookUpHasFound(ManualClock clock, Faults faults) {
      load("a");
      assertThat(quotes.find("a")).isFresh().isFresh("of a");
      assertThat(quotes.find("b")).isMissing();
      clock.advance(Duration.ofSeconds(31));
      assertThat(quotes.find("a")).isStale().isStale("of a");
      faults.fail(StoreOperation.FIND);
      assertThat(quotes.find("a")).isFailed();
    }

    @Test
    void whatALookUpHasFoundInstead() {
      load("a");
      CacheResult<String> found = quotes.find("a");
      fails(
          () -> assertThat(found).isMissing(), "was to find nothing and has found Hit[value=of a");
      fails(() -> assertThat(found).isStale(), "was to find something stale and has found Hit[");
      fails(() -> assertThat(found).isFailed(), "was to find a store that could not be asked");
      fails(() -> assertThat(found).isFresh("b"), "was to find the value <b> and has found Hit[");
      fails(() -> assertThat(quotes.find("b")).isFresh(), "something fresh and has found Missing");
    }
  }
}
