package io.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.http.Storability.Store;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application stores. */
class StoreRulesTest extends StoreVerdicts {
  @Nested
  class Rfc9111Section3 {

    @Test
    void aPlainResponseIsStoredForTheRulesTtl() {
      assertThat(judge(TTL, "Content-Type", "application/json"))
          .isEqualTo(
              new Store(
                  new Lifetime(
                      Duration.ofSeconds(30),
                      Duration.ZERO,
                      Duration.ZERO,
                      Duration.ZERO,
                      Duration.ZERO,
                      true)));
    }

    @Test
    void oneWithALifetimeOfItsOwnNeedsNoTtl() {
      assertThat(judge(StoreOptions.DEFAULT, "Cache-Control", "max-age=5"))
          .isEqualTo(new Store(Lifetime.ofFresh(Duration.ofSeconds(5))));
      assertRefused(Refusal.NO_LIFETIME, judge(StoreOptions.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "get", "OPTIONS"})
    void onlyAGetIsStored(String method) {
      assertRefused(
          Refusal.METHOD, judge(RequestHead.anonymous(method, HttpFields.empty()), TTL, 200));
      assertStored(judge(GET, TTL, 200));
    }

    @Test
    void aGetWithContentIsNotStored() {
      RequestHead request = RequestHead.anonymous("GET", HttpFields.of("Content-Length", "3"));
      assertRefused(Refusal.REQUEST_BODY, judge(request, TTL, 200));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 103, 201, 204, 301, 302, 304, 404, 500, 503, 0, -1})
    void onlyTheStatusesOfTheRuleAreStored(int status) {
      assertRefused(Refusal.STATUS, judge(GET, TTL, status));
    }

    @Test
    void aRuleCanHaveOthers() {
      StoreOptions options =
          StoreOptions.builder()
              .ttl(Duration.ofSeconds(1))
              .errorTtl(Duration.ofSeconds(1))
              .statuses(Set.of(404, 301))
              .build();
      assertStored(judge(GET, options, 404));
      assertStored(judge(GET, options, 301));
      assertRefused(Refusal.STATUS, judge(GET, options, 200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=0", "s-maxage=0, max-age=60", "max-age=-1", "max-age=1.5"})
    void oneThatIsNotFreshIsNotStored(String cacheControl) {
      assertRefused(Refusal.STALE, judge(TTL, "Cache-Control", cacheControl));
      assertStored(judge(OVERRIDE, "Cache-Control", cacheControl));
    }

    @Test
    void oneThatWasFreshIsNotStored() {
      assertRefused(Refusal.STALE, judge(TTL, "Cache-Control", "max-age=60", "Age", "60"));
      assertStored(judge(TTL, "Cache-Control", "max-age=60", "Age", "59"));
    }

    @Test
    void timeOnTheWayCounts() {
      ResponseHead response = new ResponseHead(200, HttpFields.of("Cache-Control", "max-age=60"));
      assertRefused(
          Refusal.STALE, StoreRules.judge(GET, response, TTL, Duration.ofSeconds(60), NOW));
      assertStored(StoreRules.judge(GET, response, TTL, Duration.ofSeconds(59), NOW));
    }
  }

  @Nested
  class Rfc9111Section4_1 {
    private static final StoreOptions KEYED =
        StoreOptions.builder()
            .ttl(Duration.ofSeconds(30))
            .keyFields(Set.of("accept", "accept-language"))
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept", "accept-language , ACCEPT", ",,Accept,"})
    void aResponseMayVaryOnWhatTheKeyHolds(String vary) {
      assertStored(judge(KEYED, "Vary", vary));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"*", "Accept, *", "Cookie", "Accept, Cookie", "\"Accept\"", "Accept;q=1"})
    void onNothingElse(String vary) {
      assertRefused(Refusal.VARY, judge(KEYED, "Vary", vary));
    }

    @Test
    void everyLineCounts() {
      assertRefused(Refusal.VARY, judge(KEYED, "Vary", "Accept", "vary", "Origin"));
      assertRefused(Refusal.VARY, judge(TTL, "Vary", "Accept"));
    }

    @Test
    void aStarIsNoFieldThatAKeyCouldHold() {
      StoreOptions options =
          StoreOptions.builder().ttl(Duration.ofSeconds(30)).keyFields(Set.of("*")).build();
      assertRefused(Refusal.VARY, judge(options, "Vary", "*"));
    }
  }

  @Nested
  class Fields {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Set-Cookie | a=b | SET_COOKIE",
          "set-cookie | '' | SET_COOKIE",
          "Set-Cookie2 | a=b | SET_COOKIE",
          "Content-Encoding | gzip | CONTENT_ENCODING",
          "Content-Encoding | identity, br | CONTENT_ENCODING",
          "Transfer-Encoding | gzip, chunked | TRANSFER_ENCODING",
          "Content-Range | bytes 0-1/2 | PARTIAL",
          "Trailer | X-Checksum | TRAILER",
          "Content-Type | Text/Event-Stream;charset=utf-8 | EVENT_STREAM",
          "Content-Type | multipart/x-mixed-replace; boundary=x | EVENT_STREAM"
        })
    void oneFieldRefuses(String name, String value, Refusal refusal) {
      assertRefused(refusal, judge(OVERRIDE, name, value));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Cookie | a=b",
          "Content-Encoding | identity",
          "Content-Encoding | ''",
          "Transfer-Encoding | chunked",
          "Accept-Ranges | bytes",
          "Content-Type | text/event",
          "Content-Type | multipart/mixed"
        })
    void itsTwinDoesNot(String name, String value) {
      assertStored(judge(TTL, name, value));
    }

    @Test
    void aPartIsNotStored() {
      assertRefused(Refusal.PARTIAL, judge(GET, TTL, 206));
    }
  }

  @Nested
  class Rfc9111Section3_3 {

    @ParameterizedTest
    @CsvSource(
        nullValues = "-",
        value = {
          "-, 0, true",
          "-, 7, true",
          "7, 7, true",
          "0, 0, true",
          "'7, 7', 7, true",
          "007, 7, true",
          "7, 6, false",
          "7, 8, false",
          "0, 7, false",
          "'7, 8', 7, false",
          "-7, 7, false",
          "+7, 7, false",
          "7.0, 7, false",
          "x, 7, false",
          "99999999999999999999999, 7, false"
        })
    void theBodyIsAsLongAsAnnounced(String announced, long body, boolean complete) {
      HttpFields fields =
          announced == null ? HttpFields.empty() : HttpFields.of("content-length", announced);
      assertThat(StoreRules.isComplete(fields, body)).isEqualTo(complete);
    }

    @Test
    void everyLineCounts() {
      HttpFields fields = HttpFields.of("Content-Length", "7", "Content-Length", "8");
      assertThat(StoreRules.isComplete(fields, 7)).isFalse();
    }
  }

  @Nested
  class Options {
    @ParameterizedTest
    @ValueSource(ints = {100, 199, 206, 304, 600, 0})
    void aStatusThatCannotBeStoredIsRefused(int status) {
      assertThatThrownBy(() -> StoreOptions.builder().statuses(Set.of(status)).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Integer.toString(status));
    }

    @Test
    void misuseIsRefusedByName() {
      assertThatThrownBy(() -> StoreOptions.builder().keyFields(Set.of("Accept")).build())
          .hasMessageContaining("keyFields")
          .hasMessageContaining("accept");
      assertThatThrownBy(() -> StoreOptions.builder().ttl(Duration.ZERO).build())
          .hasMessageContaining("ttl");
      assertThatThrownBy(() -> StoreOptions.builder().staleIfError(Duration.ofDays(-1)).build())
          .hasMessageContaining("staleIfError");
      assertThatThrownBy(() -> StoreOptions.builder().override(true).build())
          .hasMessageContaining("override");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyReasonIsATokenForCacheStatus(Refusal refusal) {
      assertThat(refusal.token()).matches("[a-z]+(-[a-z]+)*");
    }
  }
}
