package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a response is fresh, and how long it may be served stale. */
class FreshnessRulesTest extends Lifetimes {
  /** Which of the lifetimes counts. */
  @Nested
  class Rfc9111Section4_2_1 {

    @Test
    void sMaxageBeatsMaxAgeBeatsExpiresBeatsTheRule() {
      String expires = "Mon, 15 Jun 2026 12:00:20 GMT";
      assertFresh(
          40, TTL_10, "Expires", expires, "Cache-Control", "max-age=30, s-maxage=40", "Date", DATE);
      assertFresh(30, TTL_10, "Expires", expires, "Cache-Control", "max-age=30", "Date", DATE);
      assertFresh(20, TTL_10, "Expires", expires, "Date", DATE);
      assertFresh(10, TTL_10, "Date", DATE);
    }

    @Test
    void theStricterOrderHoldsForShorterOnesToo() {
      assertFresh(1, TTL_10, "Cache-Control", "s-maxage=1, max-age=99");
      assertFresh(0, TTL_10, "Cache-Control", "s-maxage=x, max-age=99");
      assertFresh(
          0, TTL_10, "Cache-Control", "max-age=0", "Expires", "Mon, 15 Jun 2026 13:00:00 GMT");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "max-age=2147483647 | 2147483647",
          "max-age=2147483648 | 2147483648",
          "max-age=2147483649 | 2147483648",
          "s-maxage=\"40\", max-age=9 | 40",
          "s-maxage=40, max-age=0 | 40",
          "s-maxage=, max-age=9 | 0",
          "s-maxage, max-age=9 | 0",
          "s-maxage=-1, max-age=9 | 0",
          "max-age=1e3 | 0",
          "max-age=\"60 \" | 0",
          "max-age=60 s-maxage=9 | 9",
          "max-age=60, max-age=60 | 60",
          "max-age=60, MAX-AGE=30 | 30",
          "s-maxage=60, s-maxage=x | 0"
        })
    void hostileLifetimes(String directives, long seconds) {
      // What cannot be read is stale (4.2.1), even beside one that can be.
      assertFresh(seconds, TTL_10, "Cache-Control", directives);
    }

    @Test
    void withNeitherResponseNorRuleThereIsNone() {
      assertThat(lifetime(NO_RULE, "Cache-Control", "public", "Date", DATE)).isEmpty();
      assertThat(lifetime(NO_RULE, "Last-Modified", "Mon, 15 Jun 2015 12:00:00 GMT")).isEmpty();
    }

    @Test
    void theRuleOverridesIfItSaysSo() {
      assertFresh(10, OVERRIDE_10, "Cache-Control", "max-age=30, s-maxage=40");
      assertFresh(10, OVERRIDE_10, "Cache-Control", "max-age=1");
      assertFresh(10, OVERRIDE_10, "Expires", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "never", "Mon, 15 Jun 2026 12:00:20"})
    void anInvalidExpiresIsOver(String expires) {
      assertFresh(0, TTL_10, "Expires", expires);
    }

    @Test
    void expiresCountsFromDate() {
      assertFresh(
          50,
          NO_RULE,
          "Date",
          "Mon, 15 Jun 2026 12:00:10 GMT",
          "Expires",
          "Mon, 15 Jun 2026 12:01:00 GMT");
      assertFresh(60, NO_RULE, "Expires", "Mon, 15 Jun 2026 12:01:00 GMT");
      assertFresh(60, NO_RULE, "Date", "rubbish", "Expires", "Mon, 15 Jun 2026 12:01:00 GMT");
      assertFresh(0, NO_RULE, "Date", DATE, "Expires", "Mon, 15 Jun 2026 11:59:59 GMT");
    }

    @Test
    void ofSeveralExpiresTheEarliestCounts() {
      String in20 = "Mon, 15 Jun 2026 12:00:20 GMT";
      String in40 = "Mon, 15 Jun 2026 12:00:40 GMT";
      assertFresh(20, NO_RULE, "Expires", in40, "Expires", in20);
      assertFresh(0, NO_RULE, "Expires", in40, "Expires", "0");
    }

    @Test
    void theFarFutureEndsAfter68Years() {
      assertFresh(1L << 31, NO_RULE, "Expires", "Fri, 31 Dec 9999 23:59:59 GMT");
      assertFresh(1L << 31, NO_RULE, "Cache-Control", "max-age=999999999999999999999");
      assertFresh(1L << 31, StoreOptions.builder().ttl(Duration.ofSeconds(Long.MAX_VALUE)).build());
    }
  }

  /** Serving stale, and RFC 5861. */
  @Nested
  class Rfc9111Section4_2_4 {
    private static final StoreOptions STALE =
        StoreOptions.builder()
            .ttl(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .staleIfError(Duration.ofSeconds(30))
            .build();
    private static final StoreOptions OVERRIDE =
        StoreOptions.builder()
            .ttl(Duration.ofSeconds(10))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .staleIfError(Duration.ofSeconds(30))
            .override(true)
            .build();

    @Test
    void theWindowsBeginWhereFreshnessEndedAndNotOnArrival() {
      String windows = "max-age=60, stale-while-revalidate=20, stale-if-error=50";
      assertStale(20, 50, STALE, "Cache-Control", windows, "Age", "60");
      assertStale(5, 35, STALE, "Cache-Control", windows, "Age", "75");
      assertStale(0, 10, STALE, "Cache-Control", windows, "Age", "100");
      assertStale(0, 0, STALE, "Cache-Control", windows, "Age", "99999999999");
    }

    @Test
    void byDefaultNothingIsServedStale() {
      assertStale(0, 0, TTL_10);
    }

    @Test
    void theRuleAllowsIt() {
      assertStale(20, 30, STALE);
      assertStale(20, 30, STALE, "Cache-Control", "max-age=60");
    }

    @Test
    void theResponseBeatsTheRuleEachOnItsOwn() {
      assertStale(2, 30, STALE, "Cache-Control", "max-age=60, stale-while-revalidate=2");
      assertStale(20, 3, STALE, "Cache-Control", "max-age=60, stale-if-error=3");
      assertStale(0, 30, STALE, "Cache-Control", "max-age=60, stale-while-revalidate=x");
      assertStale(4, 5, TTL_10, "Cache-Control", "stale-while-revalidate=4, stale-if-error=5");
    }

    @Test
    void anOverridingRuleBeatsTheResponse() {
      assertStale(20, 30, OVERRIDE, "Cache-Control", "stale-while-revalidate=2, stale-if-error=3");
      assertStale(2, 3, OVERRIDE_10, "Cache-Control", "stale-while-revalidate=2, stale-if-error=3");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "must-revalidate",
          "proxy-revalidate",
          "no-cache",
          "s-maxage=60",
          "no-cache=\"a\""
        })
    void aDirectiveForbidsIt(String directive) {
      assertStale(
          0, 0, STALE, "Cache-Control", directive + ", stale-while-revalidate=2, stale-if-error=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "no-cache"})
    void notEvenOverrideAllowsWhatMustBeRevalidated(String directive) {
      assertStale(0, 0, OVERRIDE, "Cache-Control", directive);
      assertStale(0, 0, OVERRIDE, "Larder-Cache-Control", directive);
    }

    @Test
    void overrideLiftsSMaxage() {
      assertStale(20, 30, OVERRIDE, "Cache-Control", "s-maxage=60");
    }
  }

  /** The field for this cache alone. */
  @Nested
  class Rfc9213Section2_2 {

    @Test
    void itBeatsTheGeneralFields() {
      assertFresh(5, TTL_10, "Larder-Cache-Control", "max-age=5", "Cache-Control", "s-maxage=60");
      assertFresh(60, TTL_10, "Larder-Cache-Control", "max-age=60", "Cache-Control", "max-age=0");
      assertFresh(60, TTL_10, "Larder-Cache-Control", "max-age=60", "Expires", "0");
    }

    @Test
    void itIsSaidAtRunTimeAndBeatsAnOverridingRule() {
      assertFresh(60, OVERRIDE_10, "Larder-Cache-Control", "max-age=60");
      assertStale(
          2, 0, OVERRIDE_10, "Larder-Cache-Control", "max-age=60, stale-while-revalidate=2");
    }

    @Test
    void withoutALifetimeItLeavesOnlyTheRule() {
      assertFresh(10, TTL_10, "Larder-Cache-Control", "public", "Cache-Control", "max-age=60");
      assertFresh(10, TTL_10, "Larder-Cache-Control", "none", "Expires", "0");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "max-age=60,",
          "Max-Age=60",
          "max-age=60; ",
          "max-age=\"6",
          "a=@",
          "1=2",
          "a b"
        })
    void anInvalidOrEmptyOneDoesNotCount(String invalid) {
      assertFresh(7, TTL_10, "Larder-Cache-Control", invalid, "Cache-Control", "max-age=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"60\"", "60.5", "?1", "-60", "sixty", "(60)", ":NjA=:"})
    void aLifetimeOfAnotherTypeIsOver(String value) {
      assertFresh(
          0, TTL_10, "Larder-Cache-Control", "max-age=" + value, "Cache-Control", "max-age=7");
    }

    @Test
    void parametersAreNoDirectives() {
      assertFresh(10, TTL_10, "Larder-Cache-Control", "x;max-age=60");
      assertFresh(5, TTL_10, "Larder-Cache-Control", "max-age=5;max-age=1");
    }
  }
}
