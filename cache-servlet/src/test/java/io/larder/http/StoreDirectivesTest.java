package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the directives of a response mean for whether an application stores it. */
class StoreDirectivesTest extends StoreVerdicts {
  /** Directives of the response, which are above any rule. */
  @Nested
  class Rfc9111Section5_2_2 {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "no-store | NO_STORE",
          "NO-STORE, max-age=60 | NO_STORE",
          "public, no-store | NO_STORE",
          "no-store, must-understand | NO_STORE",
          "private | PRIVATE",
          "private, private=\"X-User\" | PRIVATE",
          "max-age=60, private=\"\" | PRIVATE",
          "no-cache | NO_CACHE",
          "no-cache=, max-age=60 | NO_CACHE"
        })
    void restrictionsWinEvenOverOverride(String directives, Refusal refusal) {
      StoreOptions everything =
          StoreOptions.builder()
              .ttl(Duration.ofSeconds(30))
              .override(true)
              .authenticated(AuthenticatedUse.SHARE)
              .build();
      assertRefused(refusal, judge(TTL, "Cache-Control", directives));
      assertRefused(refusal, judge(everything, "Cache-Control", directives));
      assertRefused(
          refusal,
          judge(everything, "X", "y", "cache-control", "public", "CACHE-CONTROL", directives));
      assertRefused(refusal, judge(everything, "Larder-Cache-Control", directives));
      assertRefused(
          refusal,
          judge(everything, "Larder-Cache-Control", "max-age=9", "Cache-Control", directives));
    }

    @Test
    void theyAreTheFirstReasonThatIsNamed() {
      for (String directive : List.of("no-store", "private", "no-cache")) {
        Refusal refusal = Refusal.valueOf(directive.toUpperCase().replace('-', '_'));
        assertRefused(
            refusal,
            judge(GET, TTL, 500, "Cache-Control", directive, "ETag", "\"x\"", "Set-Cookie", "a=b"));
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Private=\"X-User\" | x-user",
          "private=X-User, max-age=60 | x-user",
          "no-cache=\"X-User\", max-age=60 | x-user",
          "no-cache=\" X-User , ,\tx-user\" | x-user",
          "private=\"a, b\", no-cache=c | a b c",
          "private=\"\\a\" | a"
        })
    void limitedToSomeFieldsTheyLeaveTheOthers(String directives, String names) {
      for (StoreOptions options : List.of(TTL, StoreOptions.PROXY.toBuilder().ttl(TEN).build())) {
        assertThat(without(judge(options, "Cache-Control", directives)))
            .containsExactlyInAnyOrder(names.split(" "));
      }
      assertThat(without(judge(TTL, "Larder-Cache-Control", directives)))
          .containsExactlyInAnyOrder(names.split(" "));
      assertThat(without(judge(TTL, "Cache-Control", "public"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"Vary\"",
          "ETag",
          "\"X-User, Content-Type\"",
          "Cache-Control",
          "\"X-User; Y\"",
          "\"a\\\"b\"",
          "\"x",
          "\" , \"",
          "a/b"
        })
    void limitedToWhatTheCacheGoesByOrToWhatIsNoNameTheyAreAboutTheWhole(String names) {
      assertRefused(Refusal.PRIVATE, judge(TTL, "Cache-Control", "private=" + names));
      assertRefused(Refusal.NO_CACHE, judge(TTL, "Cache-Control", "no-cache=" + names));
    }

    @Test
    void aCookieThatIsLeftOutForbidsNothing() {
      String cookie = "a=b";
      String[] limited = {"Set-Cookie", cookie, "Cache-Control", "private=\"set-cookie\""};
      assertThat(without(judge(TTL, limited))).containsExactly("set-cookie");
      assertThat(without(judge(StoreOptions.PROXY.toBuilder().ttl(TEN).build(), limited)))
          .containsExactly("set-cookie");
      assertRefused(
          Refusal.SET_COOKIE,
          judge(TTL, "Set-Cookie", cookie, "Cache-Control", "private=\"set-cookie2\""));
      assertRefused(
          Refusal.SET_COOKIE,
          judge(
              TTL,
              "Set-Cookie",
              cookie,
              "Set-Cookie2",
              cookie,
              "Cache-Control",
              "private=\"set-cookie\""));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "public",
          "must-revalidate",
          "proxy-revalidate",
          "no-transform",
          "x-private",
          "x=\"no-store\"",
          "immutable"
        })
    void othersAreStored(String directives) {
      assertStored(judge(TTL, "Cache-Control", directives));
    }

    @Test
    void mustUnderstandIsForStatusesThatAreUnderstood() {
      StoreOptions options =
          StoreOptions.builder().ttl(Duration.ofSeconds(1)).statuses(Set.of(200, 299)).build();
      assertStored(judge(GET, options, 200, "Cache-Control", "must-understand"));
      assertStored(judge(GET, options, 299));
      assertRefused(
          Refusal.MUST_UNDERSTAND, judge(GET, options, 299, "Cache-Control", "must-understand"));
    }

    @Test
    void pragmaMeansNothingInAResponse() {
      assertStored(judge(TTL, "Pragma", "no-cache"));
    }
  }

  /** Responses to users. */
  @Nested
  class Rfc9111Section3_5 {
    private static final RequestHead AUTHORIZED =
        RequestHead.anonymous("GET", HttpFields.of("authorization", "Bearer x"));
    private static final RequestHead PRINCIPAL =
        new RequestHead("GET", HttpFields.empty(), true, false);
    private static final RequestHead SESSION =
        new RequestHead("GET", HttpFields.empty(), false, true);

    @Test
    void theyAreNotStoredByDefault() {
      assertRefused(Refusal.AUTHORIZATION, judge(AUTHORIZED, TTL, 200));
      assertRefused(Refusal.PRINCIPAL, judge(PRINCIPAL, TTL, 200));
      assertRefused(Refusal.SESSION, judge(SESSION, TTL, 200));
    }

    @Test
    void notEvenIfTheResponseAllowsIt() {
      assertRefused(Refusal.AUTHORIZATION, judge(AUTHORIZED, TTL, 200, "Cache-Control", "public"));
      assertRefused(Refusal.SESSION, judge(SESSION, OVERRIDE, 200, "Cache-Control", "public"));
    }

    @ParameterizedTest
    @CsvSource({
      "public, true",
      "s-maxage=60, true",
      "must-revalidate, true",
      "max-age=60, false",
      "proxy-revalidate, false",
      "x-public, false"
    })
    void aGatewayAsksTheResponse(String directives, boolean stored) {
      StoreOptions options =
          StoreOptions.builder()
              .ttl(Duration.ofSeconds(30))
              .authenticated(AuthenticatedUse.IF_RESPONSE_ALLOWS)
              .build();
      Storability answer = judge(AUTHORIZED, options, 200, "Cache-Control", directives);
      if (stored) {
        assertStored(answer);
      } else {
        assertRefused(Refusal.AUTHORIZATION, answer);
      }
      assertStored(judge(GET, options, 200, "Cache-Control", directives));
    }

    @Test
    void aRuleCanSayThatTheResponseIsTheSameForAll() {
      StoreOptions options =
          StoreOptions.builder()
              .ttl(Duration.ofSeconds(30))
              .authenticated(AuthenticatedUse.SHARE)
              .build();
      assertStored(judge(AUTHORIZED, options, 200));
      assertStored(judge(PRINCIPAL, options, 200));
      assertStored(judge(SESSION, options, 200));
      assertRefused(Refusal.SET_COOKIE, judge(SESSION, options, 200, "Set-Cookie", "a=b"));
    }
  }
}
