package io.larder.http;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers to a POST are stored for later GETs. */
class PostAnswerRulesTest extends ProxyVerdicts {
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
}
