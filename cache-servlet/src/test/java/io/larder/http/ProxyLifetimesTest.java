package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a proxy stores what says so, and what does not; what it keeps to validate it. */
class ProxyLifetimesTest extends ProxyVerdicts {
  @Nested
  class Rfc9111Section4_2_2 {

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 451, 501})
    void aTenthOfTheTimeWithoutChangeForTheseStatuses(int status) {
      assertFresh(8640, judge(PROXY, status, "Last-Modified", DAY_BEFORE, "Date", DATE));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 303, 307, 400, 403, 500, 503})
    void forOthersOnlyWithPublic(int status) {
      assertRefused(Refusal.NO_LIFETIME, judge(PROXY, status, "Last-Modified", DAY_BEFORE));
      assertFresh(
          8640, judge(PROXY, status, "Last-Modified", DAY_BEFORE, "Cache-Control", "public"));
    }

    @Test
    void atMostADay() {
      assertFresh(86400, judge(PROXY, 200, "Last-Modified", "Fri, 06 Jun 2025 12:00:00 GMT"));
      assertFresh(86400, judge(PROXY, 200, "Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT"));
    }

    @Test
    void ageIsSubtracted() {
      assertFresh(8600, judge(PROXY, 200, "Last-Modified", DAY_BEFORE, "Age", "40"));
      assertFresh(
          8631 - 90,
          judge(PROXY, 200, "Last-Modified", DAY_BEFORE, "Date", "Mon, 15 Jun 2026 11:58:30 GMT"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Cache-Control | max-age=0",
          "Cache-Control | max-age=x",
          "Cache-Control | s-maxage=0",
          "Cache-Control | no-cache",
          "Expires | 0",
          "CDN-Cache-Control | max-age=0"
        })
    void neverBesideALifetimeOfTheResponsesOwn(String name, String value) {
      assertKept(judge(PROXY, 200, "Last-Modified", DAY_BEFORE, name, value));
      assertFresh(8640, judge(PROXY, 200, "Last-Modified", DAY_BEFORE, "X", value));
    }

    @Test
    void aDateInTheFutureMakesItNoLonger() {
      assertFresh(
          8640,
          judge(PROXY, 200, "Last-Modified", DAY_BEFORE, "Date", "Mon, 15 Jun 2099 12:00:00 GMT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "yesterday", "Mon, 15 Jun 2026 12:00:01 GMT"})
    void nothingIsGuessedFromWhatCannotBe(String modified) {
      assertRefused(Refusal.NO_LIFETIME, judge(NO_KEEP, 200, "Last-Modified", modified));
    }

    @Test
    void norFromSeveralDatesNorBesidePragma() {
      assertRefused(
          Refusal.NO_LIFETIME,
          judge(NO_KEEP, 200, "Last-Modified", DAY_BEFORE, "last-modified", DAY_BEFORE));
      assertRefused(
          Refusal.NO_LIFETIME,
          judge(NO_KEEP, 200, "Last-Modified", DAY_BEFORE, "Pragma", "no-cache"));
      assertFresh(8640, judge(NO_KEEP, 200, "Last-Modified", DAY_BEFORE, "Pragma", "x"));
    }

    @Test
    void aConfiguredTtlComesFirstAndWithoutTheOptionThereIsNone() {
      StoreOptions ttl = PROXY.toBuilder().ttl(Duration.ofSeconds(5)).build();
      assertFresh(5, judge(ttl, 200, "Last-Modified", DAY_BEFORE));
      assertRefused(
          Refusal.NO_LIFETIME,
          judge(NO_KEEP.toBuilder().heuristic(false).build(), 200, "Last-Modified", DAY_BEFORE));
    }
  }

  /** What is kept to be validated. */
  @Nested
  class Rfc9111Section4_3 {

    @ParameterizedTest
    @ValueSource(
        strings = {"no-cache", "max-age=0", "s-maxage=0", "max-age=x", "no-cache, max-age=60"})
    void whatIsNotFreshIsKeptIfItHasAValidator(String directives) {
      for (String[] validator :
          List.of(
              new String[] {"ETag", "\"x\""},
              new String[] {"ETag", "W/\"\""},
              new String[] {"Last-Modified", DAY_BEFORE})) {
        Lifetime lifetime =
            assertKept(judge(PROXY, 200, "Cache-Control", directives, validator[0], validator[1]));
        assertThat(lifetime.staleWhileRevalidate()).isZero();
        assertThat(lifetime.usableFor()).isEqualTo(TEN_MINUTES);
        assertRefused(
            directives.startsWith("no-cache") ? Refusal.NO_CACHE : Refusal.STALE,
            judge(NO_KEEP, 200, "Cache-Control", directives, validator[0], validator[1]));
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "ETag | x",
          "ETag | \"x",
          "ETag | \"",
          "ETag | W/",
          "ETag | w/\"x\"",
          "ETag | \"a\"b\"",
          "ETag | \"a b\"",
          "ETag | \"a\", \"b\"",
          "ETag | ``",
          "Last-Modified | 0",
          "X | y"
        })
    void withoutAWellFormedOneItIsNot(String name, String value) {
      assertRefused(Refusal.NO_CACHE, judge(PROXY, 200, name, value, "Cache-Control", "no-cache"));
      assertRefused(Refusal.STALE, judge(PROXY, 200, name, value, "Expires", "0"));
      assertThat(lifetime(judge(PROXY, 200, name, value, "Cache-Control", "max-age=9")).keep())
          .isZero();
    }

    @Test
    void whatWasFreshIsKeptAfterIt() {
      Lifetime lifetime =
          lifetime(judge(PROXY, 200, "Cache-Control", "max-age=60", "ETag", "\"x\""));
      assertThat(lifetime.freshFor()).hasSeconds(60);
      assertThat(lifetime.keep()).isEqualTo(TEN_MINUTES);
      assertThat(lifetime.usableFor()).hasSeconds(660);
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60"})
    void whatMustNotBeServedStaleIsKeptAllTheSame(String directive) {
      Lifetime lifetime =
          lifetime(
              judge(
                  PROXY,
                  200,
                  "Cache-Control",
                  directive + ", max-age=60, stale-if-error=9, stale-while-revalidate=9",
                  "ETag",
                  "\"x\""));
      assertThat(lifetime.keep()).isEqualTo(TEN_MINUTES);
      assertThat(lifetime.staleIfError()).isZero();
      assertThat(lifetime.staleWhileRevalidate()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
      "must-revalidate, 60, 0",
      "'no-transform', 60, 600",
      "s-maxage=60, 60, 0",
    })
    void whatOnlyAFieldForbidsThatIsNotStoredIsNot(String directive, long fresh, long keep) {
      Lifetime lifetime =
          lifetime(
              judge(
                  PROXY, 200, "Larder-Cache-Control", "max-age=60, " + directive, "ETag", "\"x\""));
      assertThat(lifetime.freshFor()).hasSeconds(fresh);
      assertThat(lifetime.keep()).hasSeconds(keep);
      assertRefused(
          Refusal.NO_CACHE, judge(PROXY, 200, "Larder-Cache-Control", "no-cache", "ETag", "\"x\""));
    }

    @Test
    void aStaleOneWithItsOwnStaleWindowNeedsNoValidator() {
      String[] fields = {"Cache-Control", "max-age=0, stale-while-revalidate=60"};
      assertThat(lifetime(judge(PROXY, 200, fields)).staleWhileRevalidate()).hasSeconds(60);
      assertRefused(Refusal.STALE, judge(NO_KEEP, 200, fields));
    }
  }
}
