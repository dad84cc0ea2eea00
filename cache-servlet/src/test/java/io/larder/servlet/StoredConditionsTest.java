package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9110, 13.2.2, over HTTP: conditions are judged from the store, in their order. */
class StoredConditionsTest {
  private static final String BEFORE = "Sat, 05 Nov 2022 08:49:36 GMT";
  private static final String MODIFIED = "Sat, 05 Nov 2022 08:49:37 GMT";

  private static final Site.Handler HANDLER =
      (request, response) -> {
        response.setHeader("ETag", "\"own\"");
        response.setHeader("Last-Modified", MODIFIED);
        response.setHeader("Cache-Control", "max-age=60");
        response.setHeader("CDN-Cache-Control", "max-age=60");
        response.setContentType("text/plain");
        response.getWriter().print("hello");
      };

  private static void assertFailed(RawResponse response) {
    assertThat(response.status()).isEqualTo(412);
    assertThat(response.body()).isEmpty();
    assertThat(response.first("Content-Length")).isEqualTo("0");
    assertThat(response.first("ETag")).isEqualTo("\"own\"");
  }

  @ParameterizedTest
  @EnumSource
  void whoWantsAnotherPageIsRefused(Container.Kind kind) throws Exception {
    try (Site site = Site.of(HANDLER).on(kind).start()) {
      site.get("/a");
      for (String method : new String[] {"GET", "HEAD"}) {
        RawResponse refused = site.send(method, "/a", "If-Match: \"other\"");
        assertFailed(refused);
        assertThat(refused.first("Cache-Status")).startsWith("larder; hit");
        assertThat(refused.all("Cache-Control")).isEmpty();
        assertThat(refused.all("CDN-Cache-Control")).isEmpty();
      }
      assertFailed(site.get("/a", "If-Unmodified-Since: " + BEFORE));
      assertThat(site.get("/a", "If-Match: \"own\"").text()).isEqualTo("hello");
      assertThat(site.get("/a", "If-Unmodified-Since: " + MODIFIED).text()).isEqualTo("hello");
      assertThat(site.get("/a").first("Cache-Control")).isEqualTo("max-age=60");
      assertThat(site.runs()).isOne();
    }
  }

  /** RFC 9110, 8.6: a length would be that of the page. */
  @ParameterizedTest
  @EnumSource
  void whoHasThePageIsNotToldThatItIsEmpty(Container.Kind kind) throws Exception {
    try (Site site = Site.of(HANDLER).on(kind).start()) {
      site.get("/a");
      for (String method : new String[] {"GET", "HEAD"}) {
        RawResponse same = site.send(method, "/a", "If-None-Match: \"own\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.all("Content-Length")).isEmpty();
      }
      assertThat(site.runs()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFillRefusesWhoWantsAnotherPageAndStoresIt(Container.Kind kind) throws Exception {
    try (Site site = Site.of(HANDLER).on(kind).start()) {
      RawResponse miss = site.get("/a", "If-Match: \"other\"");
      assertFailed(miss);
      assertThat(miss.all("Cache-Control")).containsExactly("no-store");
      assertThat(miss.all("CDN-Cache-Control")).containsExactly("no-store");
      assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");

      RawResponse hit = site.get("/a", "If-Match: \"own\"");
      assertThat(hit.text()).isEqualTo("hello");
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.first("Cache-Control")).isEqualTo("max-age=60");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Match: \"other\" | If-None-Match: \"own\" | 412",
        "If-Match: \"own\" | If-None-Match: \"own\" | 304",
        "If-Match: \"own\" | If-Unmodified-Since: Sat, 05 Nov 2022 08:49:36 GMT | 200",
        "If-Unmodified-Since: Sat, 05 Nov 2022 08:49:36 GMT | If-None-Match: \"own\" | 412",
        "If-None-Match: \"own\" | Range: bytes=0-1 | 304",
        "If-None-Match: \"own\" | Range: bytes=9- | 304",
        "If-None-Match: \"other\" | Range: bytes=0-1 | 206",
        "If-None-Match: \"other\" | If-Modified-Since: Sat, 05 Nov 2022 08:49:37 GMT | 200",
        "If-None-Match: \"own\" | If-Modified-Since: Sat, 05 Nov 2022 08:49:36 GMT | 304",
        "If-Match: \"other\" | Range: bytes=0-1 | 412",
        "If-Match: * | Range: bytes=9- | 416",
        "If-Modified-Since: Sat, 05 Nov 2022 08:49:37 GMT | Range: bytes=0-1 | 304",
        "X-None: 1 | Cache-Control: no-cache | 200",
      })
  void conditionsAreJudgedInTheirOrder(String first, String second, int status) throws Exception {
    try (Site site = Site.of(HANDLER).start()) {
      assertThat(site.get("/a", first, second).status()).as("miss").isEqualTo(status);
      RawResponse hit = site.get("/a", second, first);
      assertThat(hit.status()).isEqualTo(status);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void aListOrAStarMayNameThePage() throws Exception {
    try (Site site = Site.of(HANDLER).start()) {
      site.get("/a");
      assertThat(site.get("/a", "If-None-Match: \"x\", W/\"own\"").status()).isEqualTo(304);
      assertThat(site.get("/a", "If-None-Match: *").status()).isEqualTo(304);
      assertFailed(site.get("/a", "If-Match: W/\"own\""));
    }
  }

  @Test
  void aProxyLeavesToTheOriginWhatIsForTheOriginAndComparesDates() throws Exception {
    Site.Handler dated =
        (request, response) -> {
          response.setHeader("Cache-Control", "max-age=999999999");
          response.setHeader("Date", MODIFIED);
          response.getWriter().print("hello");
        };
    for (boolean proxy : new boolean[] {true, false}) {
      try (Site site = Site.of(dated).rules(proxy ? "/* proxy" : "/* ttl=30s").start()) {
        site.get("/a");
        RawResponse failed = site.get("/a", "If-Match: \"other\"");
        assertThat(failed.first("Cache-Status")).startsWith("larder; hit");
        assertThat(failed.status()).isEqualTo(proxy ? 200 : 412);
        assertThat(site.get("/a", "If-Modified-Since: " + MODIFIED).status())
            .isEqualTo(proxy ? 304 : 200);
        assertThat(site.get("/a", "If-Modified-Since: " + BEFORE).status()).isEqualTo(200);
        assertThat(site.get("/a", "Range: bytes=1-2").text()).isEqualTo("el");
        assertThat(site.runs()).isOne();
      }
    }
  }
}
