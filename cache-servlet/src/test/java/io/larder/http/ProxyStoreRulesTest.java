package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.http.Storability.Refuse;
import io.larder.http.Storability.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy stores, with the options that an application does not have by default. */
class ProxyStoreRulesTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String DATE = "Mon, 15 Jun 2026 12:00:00 GMT";
  private static final String DAY_BEFORE = "Sun, 14 Jun 2026 12:00:00 GMT";
  private static final RequestHead GET = RequestHead.anonymous("GET", HttpFields.empty());
  private static final StoreOptions PROXY = StoreOptions.PROXY;
  private static final StoreOptions NO_KEEP = PROXY.toBuilder().keep(null).build();
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @Nested
  class Rfc9111Section3 {

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 203, 204, 299, 301, 302, 307, 400, 401, 404, 500, 503, 599})
    void anyFinalStatusIsStoredThatSaysHowLongItIsFresh(int status) {
      assertFresh(60, judge(PROXY, status, "Cache-Control", "max-age=60"));
      assertFresh(60, judge(PROXY, status, "Cache-Control", "s-maxage=60"));
      assertFresh(60, judge(PROXY, status, "Expires", "Mon, 15 Jun 2026 12:01:00 GMT"));
    }

    @ParameterizedTest
    @CsvSource({
      "100, STATUS",
      "103, STATUS",
      "199, STATUS",
      "0, STATUS",
      "-1, STATUS",
      "600, STATUS",
      "304, STATUS",
      "412, STATUS",
      "416, STATUS",
      "206, PARTIAL"
    })
    void notOneThatIsNotFinalOrAnswersAConditionOrARange(int status, Refusal refusal) {
      assertRefused(refusal, judge(PROXY, status, "Cache-Control", "max-age=60"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 500, 299})
    void aStatusWithoutHeuristicNeedsALifetimeOrPublic(int status) {
      assertRefused(Refusal.NO_LIFETIME, judge(PROXY, status, "ETag", "\"x\""));
      assertKept(judge(PROXY, status, "ETag", "\"x\"", "Cache-Control", "public"));
      assertKept(judge(PROXY, 404, "ETag", "\"x\""));
    }

    @Test
    void theRulesTtlIsForItsStatusesAlone() {
      StoreOptions ttl = PROXY.toBuilder().ttl(Duration.ofSeconds(5)).build();
      assertFresh(5, judge(ttl, 200));
      assertRefused(Refusal.NO_LIFETIME, judge(ttl, 404));
      assertFresh(9, judge(ttl, 404, "Cache-Control", "max-age=9"));
      StoreOptions override = ttl.toBuilder().override(true).build();
      assertFresh(5, judge(override, 200, "Cache-Control", "max-age=9"));
      assertFresh(9, judge(override, 500, "Cache-Control", "max-age=9"));
    }

    @Test
    void withoutAnyStatusOnlyThoseOfTheRule() {
      StoreOptions options = PROXY.toBuilder().anyStatus(false).statuses(Set.of(404)).build();
      assertRefused(Refusal.STATUS, judge(options, 200, "Cache-Control", "max-age=60"));
      assertFresh(60, judge(options, 404, "Cache-Control", "max-age=60"));
    }

    @Test
    void aCookieIsStoredOnlyIfTheRuleSaysSo() {
      String[] fields = {"Set-Cookie", "a=b", "Cache-Control", "max-age=60"};
      assertRefused(Refusal.SET_COOKIE, judge(PROXY, 200, fields));
      assertFresh(60, judge(PROXY.toBuilder().setCookies(true).build(), 200, fields));
    }
  }

  @Nested
  class Rfc9111Section3_1 {

    @Test
    void trailersAreDroppedRatherThanTheResponse() {
      String[] fields = {"Trailer", "X-Sum", "Cache-Control", "max-age=60"};
      assertFresh(60, judge(PROXY, 200, fields));
      assertRefused(Refusal.TRAILER, judge(PROXY.toBuilder().trailers(false).build(), 200, fields));
    }
  }

  @Nested
  class Rfc9111Section3_5 {
    private static final RequestHead AUTHORIZED =
        RequestHead.anonymous("GET", HttpFields.of("Authorization", "Bearer x"));

    @ParameterizedTest
    @CsvSource({
      "'public, max-age=60', true",
      "s-maxage=60, true",
      "s-maxage=0, true",
      "'must-revalidate, max-age=60', true",
      "max-age=60, false",
      "'proxy-revalidate, max-age=60', false",
      "no-cache, false",
      "'no-cache=x, max-age=60', false"
    })
    void theResponseSaysWhetherItIsForOthersToo(String directives, boolean stored) {
      Storability verdict =
          StoreRules.judge(
              AUTHORIZED, head(200, "Cache-Control", directives, "ETag", "\"x\""), PROXY, NOW);
      if (stored) {
        assertThat(verdict).isInstanceOf(Store.class);
      } else {
        assertRefused(Refusal.AUTHORIZATION, verdict);
      }
    }
  }

  @Nested
  class Rfc9111Section4_1 {

    @Test
    void aResponseMayVaryOnAnythingButEverything() {
      String[] age = {"Cache-Control", "max-age=60", "Vary"};
      assertFresh(60, judge(PROXY, 200, age[0], age[1], age[2], "Accept, X-Other"));
      for (String vary : List.of("*", "Accept, *", "\"Accept\"", "Accept;q=1", "a b")) {
        assertRefused(Refusal.VARY, judge(PROXY, 200, age[0], age[1], age[2], vary));
      }
    }
  }

  /** RFC 9110, 8.4. */
  @Nested
  class Encodings {

    @ParameterizedTest
    @EnumSource(ContentEncodings.class)
    void anEncodedResponseIsStoredWhereItCanBeToldApart(ContentEncodings encodings) {
      StoreOptions options = PROXY.toBuilder().contentEncodings(encodings).build();
      StoreOptions keyed =
          options.toBuilder().variants(false).keyFields(Set.of("accept-encoding")).build();
      assertThat(isStored(encoded(options, "Accept")))
          .isEqualTo(encodings == ContentEncodings.STORED);
      for (StoreOptions each : List.of(options, keyed)) {
        assertThat(isStored(encoded(each, "accept-encoding")))
            .isEqualTo(encodings != ContentEncodings.REFUSED);
      }
      assertRefused(
          Refusal.VARY, encoded(options.toBuilder().variants(false).build(), "accept-encoding"));
    }

    private static Storability encoded(StoreOptions options, String vary) {
      return judge(
          options, 200, "Content-Encoding", "gzip", "Vary", vary, "Cache-Control", "max-age=60");
    }
  }

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

  @Nested
  class Rfc9111Section5_2_2_3 {

    @ParameterizedTest
    @CsvSource({"200, true", "404, true", "299, false", "500, false"})
    void mustUnderstandLiftsNoStoreForAStatusThatIsUnderstood(int status, boolean stored) {
      String[] fields = {"Cache-Control", "no-store, must-understand, max-age=60"};
      Storability verdict = judge(PROXY, status, fields);
      if (stored) {
        assertFresh(60, verdict);
      } else {
        assertRefused(Refusal.NO_STORE, verdict);
        assertRefused(
            Refusal.MUST_UNDERSTAND,
            judge(PROXY, status, "Cache-Control", "must-understand, max-age=60"));
      }
      assertRefused(Refusal.NO_STORE, judge(strict(), status, fields));
      assertRefused(
          Refusal.NO_STORE, judge(PROXY, status, "Cache-Control", "no-store, max-age=60"));
    }
  }

  @Nested
  class Rfc9213Section2_2 {

    @Test
    void aTargetedFieldStandsInPlaceOfCacheControl() {
      assertFresh(
          60, judge(PROXY, 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "no-store"));
      assertFresh(
          60, judge(PROXY, 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "private"));
      assertRefused(
          Refusal.NO_STORE,
          judge(PROXY, 200, "CDN-Cache-Control", "no-store", "Cache-Control", "max-age=60"));
      assertRefused(
          Refusal.PRIVATE,
          judge(PROXY, 200, "CDN-Cache-Control", "private", "Cache-Control", "max-age=60"));
      assertRefused(
          Refusal.NO_LIFETIME,
          judge(NO_KEEP, 200, "CDN-Cache-Control", "foo", "Cache-Control", "max-age=60"));
    }

    @Test
    void inFrontOfAnApplicationARestrictionCountsWhereverItStands() {
      assertRefused(
          Refusal.NO_STORE,
          judge(strict(), 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "no-store"));
      assertRefused(
          Refusal.NO_STORE,
          judge(strict(), 200, "CDN-Cache-Control", "No-Store,", "Cache-Control", "max-age=60"));
      assertFresh(
          60,
          judge(strict(), 200, "CDN-Cache-Control", "max-age=60", "Cache-Control", "max-age=1"));
    }

    @Test
    void theMoreSpecificComesFirst() {
      String[] fields = {
        "CDN-Cache-Control",
        "max-age=60",
        "Larder-Cache-Control",
        "max-age=30",
        "Cache-Control",
        "max-age=10"
      };
      assertFresh(30, judge(PROXY, 200, fields));
      fields[3] = "max-age=30,";
      assertFresh(60, judge(PROXY, 200, fields));
      fields[1] = "";
      assertFresh(10, judge(PROXY, 200, fields));
    }

    @Test
    void aTargetThatIsNotListedDoesNotCount() {
      String[] fields = {"CDN-Cache-Control", "no-store", "Cache-Control", "max-age=9"};
      assertFresh(9, judge(StoreOptions.DEFAULT, 200, fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60, &&&", "MaX-aGe=60", "max-age =60", "max-age= 60", "\"a\""})
    void whatIsInvalidIsIgnoredAsAWhole(String invalid) {
      assertRefused(
          Refusal.NO_STORE,
          judge(PROXY, 200, "CDN-Cache-Control", invalid, "Cache-Control", "no-store"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"60\"", "60.0", "?1", "sixty"})
    void anArgumentOfAnotherTypeIsNoLifetime(String value) {
      assertRefused(
          Refusal.STALE,
          judge(
              NO_KEEP, 200, "CDN-Cache-Control", "max-age=" + value, "Cache-Control", "max-age=9"));
    }

    @Test
    void fieldNamesStandInAString() {
      assertThat(
              judge(PROXY, 200, "CDN-Cache-Control", "private=\"A, b\", max-age=9, no-cache=c;x=1"))
          .isInstanceOfSatisfying(
              Store.class, store -> assertThat(store.without()).containsOnly("a", "b", "c"));
      assertRefused(Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private, max-age=9"));
      assertRefused(
          Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private=?0, max-age=9"));
      assertRefused(
          Refusal.PRIVATE, judge(PROXY, 200, "CDN-Cache-Control", "private=(a b), max-age=9"));
    }

    @Test
    void onlyTheFieldForThisVeryCacheBeatsAnOverridingRule() {
      StoreOptions override = PROXY.toBuilder().ttl(Duration.ofSeconds(5)).override(true).build();
      assertFresh(5, judge(override, 200, "CDN-Cache-Control", "max-age=60"));
      assertFresh(60, judge(override, 200, "Larder-Cache-Control", "max-age=60"));
    }
  }

  @Nested
  class Rfc9110Section9_3_3 {
    private static final String TARGET = "http://h:81/a?b=c";
    private static final RequestHead POST =
        RequestHead.anonymous("POST", HttpFields.of("Content-Length", "5"));

    @ParameterizedTest
    @CsvSource({
      "http://h:81/a?b=c, true",
      "/a?b=c, true",
      "http://h:81/a, false",
      "http://h/a?b=c, false",
      "/a, false",
      "//h:81/a?b=c, false",
      "a?b=c, false",
      "'', false"
    })
    void aPostIsStoredForGetsIfItSaysThatItIsTheirs(String location, boolean stored) {
      Storability verdict = post(POST, "Content-Location", location, "Cache-Control", "max-age=60");
      if (stored) {
        assertFresh(60, verdict);
      } else {
        assertRefused(Refusal.METHOD, verdict);
      }
    }

    @Test
    void aPathThatNamesAHostIsNoPath() {
      ResponseHead elsewhere =
          head(200, "Content-Location", "//other/a", "Cache-Control", "max-age=60");
      assertRefused(
          Refusal.METHOD,
          StoreRules.storesForGet(POST, "http://h//other/a", elsewhere, PROXY, Duration.ZERO, NOW));
    }

    @Test
    void onlyWithExplicitFreshness() {
      assertRefused(
          Refusal.NO_LIFETIME,
          post(POST, "Content-Location", TARGET, "Last-Modified", DAY_BEFORE, "ETag", "\"x\""));
      assertFresh(
          60, post(POST, "Content-Location", TARGET, "Expires", "Mon, 15 Jun 2026 12:01:00 GMT"));
      assertRefused(
          Refusal.NO_STORE, post(POST, "Content-Location", TARGET, "Cache-Control", "no-store"));
    }

    @Test
    void noOtherMethodAndNoneThatNamesTwoPlaces() {
      RequestHead put = RequestHead.anonymous("PUT", HttpFields.empty());
      String[] fields = {"Content-Location", TARGET, "Cache-Control", "max-age=60"};
      assertRefused(Refusal.METHOD, post(put, fields));
      assertRefused(Refusal.METHOD, post(GET, fields));
      assertRefused(
          Refusal.METHOD,
          post(POST, "Content-Location", TARGET, "Content-Location", TARGET, fields[2], fields[3]));
      assertRefused(Refusal.METHOD, StoreRules.judge(POST, head(200, fields), PROXY, NOW));
    }

    private static Storability post(RequestHead request, String... fields) {
      return StoreRules.storesForGet(request, TARGET, head(200, fields), PROXY, Duration.ZERO, NOW);
    }
  }

  @Nested
  class Options {

    @Test
    void aCopyIsEqual() {
      for (StoreOptions each : List.of(PROXY, StoreOptions.DEFAULT, strict())) {
        assertThat(each.toBuilder().build()).isEqualTo(each);
      }
      assertThat(PROXY.setCookies()).isFalse();
      assertThat(PROXY.ttl()).isNull();
      assertThat(PROXY.keep()).isEqualTo(TEN_MINUTES);
    }

    @Test
    void keepIsLongerThanZero() {
      assertThatThrownBy(() -> StoreOptions.builder().keep(Duration.ZERO).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("keep");
    }
  }

  private static StoreOptions strict() {
    return PROXY.toBuilder().liftsRestrictions(false).build();
  }

  private static Storability judge(StoreOptions options, int status, String... fields) {
    return StoreRules.judge(GET, head(status, fields), options, NOW);
  }

  private static ResponseHead head(int status, String... fields) {
    return new ResponseHead(status, HttpFields.of(fields));
  }

  private static boolean isStored(Storability verdict) {
    return verdict instanceof Store;
  }

  private static Lifetime lifetime(Storability verdict) {
    assertThat(verdict).isInstanceOf(Store.class);
    return ((Store) verdict).lifetime();
  }

  private static void assertFresh(long seconds, Storability verdict) {
    assertThat(lifetime(verdict).freshFor()).hasSeconds(seconds);
  }

  private static Lifetime assertKept(Storability verdict) {
    Lifetime lifetime = lifetime(verdict);
    assertThat(lifetime.freshFor()).isZero();
    assertThat(lifetime.keep()).isEqualTo(TEN_MINUTES);
    return lifetime;
  }

  private static void assertRefused(Refusal reason, Storability verdict) {
    assertThat(verdict).isEqualTo(new Refuse(reason));
  }
}
