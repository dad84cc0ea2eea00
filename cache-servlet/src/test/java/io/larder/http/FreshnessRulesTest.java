package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessRulesTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00.900Z");
  private static final String DATE = "Mon, 15 Jun 2026 12:00:00 GMT";
  private static final StoreOptions NO_RULE = StoreOptions.DEFAULT;
  private static final StoreOptions TTL_10 =
      StoreOptions.builder().ttl(Duration.ofSeconds(10)).build();
  private static final StoreOptions OVERRIDE_10 =
      StoreOptions.builder().ttl(Duration.ofSeconds(10)).override(true).build();

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

  @Nested
  class Rfc9111Section4_2_3 {

    @Test
    void ageIsSubtracted() {
      assertFresh(40, TTL_10, "Cache-Control", "max-age=60", "Age", "20");
      assertFresh(0, TTL_10, "Cache-Control", "max-age=60", "Age", "60");
      assertFresh(0, TTL_10, "Cache-Control", "max-age=60", "Age", "9999999999999999");
    }

    @Test
    void aDateInThePastIsAge() {
      assertFresh(
          50, NO_RULE, "Cache-Control", "max-age=60", "Date", "Mon, 15 Jun 2026 11:59:50 GMT");
      assertFresh(
          0, NO_RULE, "Cache-Control", "max-age=60", "Date", "Fri, 01 Jan 0001 00:00:00 GMT");
    }

    @Test
    void theRulesTtlCountsFromArrival() {
      assertFresh(10, TTL_10, "Age", "20");
      assertFresh(10, OVERRIDE_10, "Cache-Control", "max-age=60", "Age", "90");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        value = {
          "- | - | 0 | 0",
          "7 | - | 0 | 7",
          "7 | - | 2 | 9",
          "- | - | 2 | 2",
          "- | - | -2 | 0",
          "- | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 5",
          "3 | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 5",
          "9 | Mon, 15 Jun 2026 11:59:55 GMT | 0 | 9",
          "- | Mon, 15 Jun 2026 12:00:00 GMT | 0 | 0",
          "- | Mon, 15 Jun 2099 12:00:00 GMT | 0 | 0",
          "- | rubbish | 0 | 0",
          "- | Fri, 01 Jan 0001 00:00:00 GMT | 0 | 2147483648",
          "-5 | - | 0 | 0",
          "1.5 | - | 0 | 0",
          "soon | - | 0 | 0",
          "7, 9 | - | 0 | 7",
          "x, 9 | - | 0 | 0",
          "99999999999999999999 | - | 0 | 2147483648"
        })
    void initialAge(String age, String date, long delay, long seconds) {
      HttpFields.Builder fields = HttpFields.builder();
      Optional.ofNullable(age).ifPresent(it -> fields.add("Age", it));
      Optional.ofNullable(date).ifPresent(it -> fields.add("Date", it));
      assertThat(FreshnessRules.initialAge(fields.build(), Duration.ofSeconds(delay), NOW))
          .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        quoteCharacter = '`',
        value = {
          // Age | freshness that is left of max-age=60
          "59 | 1",
          "60 | 0",
          "61 | 0",
          "0060 | 0",
          "2147483648 | 0",
          "99999999999999999999999999 | 0",
          "-1 | 60",
          "+5 | 60",
          "5.5 | 60",
          "5s | 60",
          "5;x=1 | 60",
          "\"5\" | 60",
          "`` | 60",
          "five | 60",
          "five, 60 | 60",
          "60, five | 0",
          ", 60 | 0",
          "1 60 | 60"
        })
    void hostileAges(String age, long left) {
      assertFresh(left, NO_RULE, "Cache-Control", "max-age=60", "Age", age);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "rubbish", "Mon, 15 Jun 2099 12:00:00 GMT"})
    void aDateThatSaysNothingMakesNothingOlderOrYounger(String date) {
      assertFresh(60, NO_RULE, "Cache-Control", "max-age=60", "Date", date);
      assertFresh(0, NO_RULE, "Cache-Control", "max-age=60", "Date", date, "Age", "60");
    }

    @Test
    void ofSeveralDatesTheFirstCounts() {
      String past = "Mon, 15 Jun 2026 11:59:50 GMT";
      assertFresh(50, NO_RULE, "Cache-Control", "max-age=60", "Date", past, "Date", DATE);
      // Whichever is taken, Expires ends at the same moment.
      String expires = "Mon, 15 Jun 2026 12:01:00 GMT";
      assertFresh(60, NO_RULE, "Expires", expires, "Date", past, "Date", DATE);
      assertFresh(60, NO_RULE, "Expires", expires, "Date", DATE, "Date", past);
    }

    @Test
    void whiteSpaceAroundADateDoesNotCount() {
      String past = " Mon, 15 Jun 2026 11:59:50 GMT\t";
      assertFresh(50, NO_RULE, "Cache-Control", "max-age=60", "Date", past);
      assertFresh(
          60, NO_RULE, "Date", " " + DATE + "\t", "Expires", " Mon, 15 Jun 2026 12:01:00 GMT ");
    }

    @Test
    void ofSeveralAgesTheFirstCounts() {
      HttpFields fields = HttpFields.of("Age", "3", "Age", "8");
      assertThat(FreshnessRules.initialAge(fields, Duration.ZERO, NOW)).hasSeconds(3);
    }

    @Test
    void whatIsStoredKnowsItsAge() {
      assertThat(lifetime(TTL_10, "Age", "20").orElseThrow().initialAge()).hasSeconds(20);
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

  private static Optional<Lifetime> lifetime(StoreOptions options, String... fields) {
    return FreshnessRules.lifetime(
        new ResponseHead(200, HttpFields.of(fields)), options, Duration.ZERO, NOW);
  }

  private static void assertFresh(long seconds, StoreOptions options, String... fields) {
    assertThat(lifetime(options, fields).orElseThrow().freshFor())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  private static void assertStale(
      long whileRevalidate, long ifError, StoreOptions options, String... fields) {
    Lifetime lifetime = lifetime(options, fields).orElseThrow();
    assertThat(lifetime.staleWhileRevalidate()).isEqualTo(Duration.ofSeconds(whileRevalidate));
    assertThat(lifetime.staleIfError()).isEqualTo(Duration.ofSeconds(ifError));
  }
}
