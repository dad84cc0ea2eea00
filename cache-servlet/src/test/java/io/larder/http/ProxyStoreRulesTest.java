package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.http.Storability.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy stores, with the options that an application does not have by default. */
class ProxyStoreRulesTest extends ProxyVerdicts {
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
}
