package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * RFC 9110, 14 and 15.3.7, over HTTP: parts of what is stored, and of what is just being stored.
 */
class StoredRangesTest {
  private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String DATE = "Sun, 06 Nov 2022 08:49:37 GMT";
  private static final String MODIFIED = "Sat, 05 Nov 2022 08:49:37 GMT";

  private static final Site.Handler ALPHABET =
      (request, response) -> {
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("X-Own", "own");
        response.setHeader("Content-Digest", "sha-256=:x:");
        response.setHeader("Repr-Digest", "sha-256=:y:");
        response.getWriter().print(TEXT);
      };

  private static Site.Handler dated(String... fields) {
    return (request, response) -> {
      response.setHeader("Cache-Control", "max-age=999999999");
      response.setHeader("Date", DATE);
      response.setContentType("text/plain");
      for (int i = 0; i < fields.length; i += 2) {
        response.setHeader(fields[i], fields[i + 1]);
      }
      response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    };
  }

  private static void assertPart(RawResponse response, int first, int last) {
    assertThat(response.status()).isEqualTo(206);
    assertThat(response.all("Content-Range"))
        .containsExactly("bytes " + first + "-" + last + "/" + TEXT.length());
    assertThat(response.all("Content-Length")).containsExactly(Integer.toString(last - first + 1));
    assertThat(response.text()).isEqualTo(TEXT.substring(first, last + 1));
    assertThat(response.complete()).isTrue();
  }

  private static void assertWhole(RawResponse response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Content-Range")).isEmpty();
    assertThat(response.text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void oneRangeIsItsBytesWithTheFieldsOfThePage(Container.Kind kind) throws Exception {
    try (Site site = Site.of(ALPHABET).on(kind).start()) {
      RawResponse whole = site.get("/a");
      assertWhole(whole);
      RawResponse part = site.get("/a", "Range: bytes=10-15");

      assertPart(part, 10, 15);
      assertThat(part.first("ETag")).isEqualTo(whole.first("ETag"));
      assertThat(part.first("Content-Type")).startsWithIgnoringCase("text/plain;charset=utf-8");
      assertThat(part.first("X-Own")).isEqualTo("own");
      assertThat(part.first("Date")).isNotNull();
      assertThat(part.first("Age")).isNotNull();
      assertThat(part.first("Cache-Status")).startsWith("larder; hit");
      // RFC 9530 2: what was said of the content is not true of a part; of the whole, it stays so.
      assertThat(part.all("Content-Digest")).isEmpty();
      assertThat(part.all("Repr-Digest")).hasSize(1);
      assertThat(site.get("/a").all("Content-Digest")).hasSize(1);
      assertThat(site.runs()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 0",
    "35-35, 35, 35",
    "0-35, 0, 35",
    "30-99, 30, 35",
    "30-, 30, 35",
    "0-, 0, 35",
    "-5, 31, 35",
    "-99, 0, 35",
    "'5-6,7-9', 5, 9",
    "'5-20,7-9', 5, 20",
    "'9-9,99-', 9, 9",
    "30-99999999999999999999, 30, 35"
  })
  void aRangeIsCutToWhatThereIs(String asked, int first, int last) throws Exception {
    try (Site site = Site.of(ALPHABET).start()) {
      site.get("/a");
      assertPart(site.get("/a", "Range: bytes=" + asked), first, last);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalRangesAreOneBodyOfParts(Container.Kind kind) throws Exception {
    try (Site site = Site.of(ALPHABET).on(kind).start()) {
      String type = site.get("/a").first("Content-Type");
      RawResponse parts = site.get("/a", "Range: bytes=20-21, 0-4,-2");

      assertThat(parts.status()).isEqualTo(206);
      assertThat(parts.all("Content-Range")).isEmpty();
      assertThat(parts.all("Content-Digest")).isEmpty();
      assertThat(parts.first("X-Own")).isEqualTo("own");
      assertThat(parts.all("Content-Type")).hasSize(1);
      Matcher boundary =
          Pattern.compile("multipart/byteranges; ?boundary=\"?([0-9a-f-]{36})\"?")
              .matcher(parts.first("Content-Type"));
      assertThat(boundary.matches()).as(parts.first("Content-Type")).isTrue();
      String line = "--" + boundary.group(1);
      String expected =
          part(line, type, "20-21", "kl")
              + part("\r\n" + line, type, "0-4", "01234")
              + part("\r\n" + line, type, "34-35", "yz")
              + "\r\n"
              + line
              + "--\r\n";
      // Containers write the type in their own spelling: to the client, and so into the page.
      assertThat(parts.text().toLowerCase(Locale.ROOT))
          .isEqualTo(expected.toLowerCase(Locale.ROOT));
      assertThat(parts.first("Content-Length")).isEqualTo(Integer.toString(expected.length()));
      assertThat(site.get("/a", "Range: bytes=20-21, 0-4").first("Content-Type"))
          .doesNotContain(boundary.group(1));
    }
  }

  private static String part(String line, String type, String range, String text) {
    return line
        + "\r\nContent-Type: "
        + type
        + "\r\nContent-Range: bytes "
        + range
        + "/36\r\n\r\n"
        + text;
  }

  @ParameterizedTest
  @EnumSource
  void whatLiesBehindTheEndIsRefusedWithTheLength(Container.Kind kind) throws Exception {
    try (Site site = Site.of(dated("Expires", "Fri, 01 Jan 2100 00:00:00 GMT")).on(kind).start()) {
      site.get("/a");
      RawResponse refused = site.get("/a", "Range: bytes=36-");

      assertThat(refused.status()).isEqualTo(416);
      assertThat(refused.first("Content-Range")).isEqualTo("bytes */36");
      assertThat(refused.body()).isEmpty();
      assertThat(refused.first("Content-Length")).isEqualTo("0");
      assertThat(refused.first("ETag")).isNotNull();
      assertThat(refused.first("Cache-Status")).startsWith("larder; hit");
      assertThat(refused.all("Cache-Control")).isEmpty();
      assertThat(refused.all("Expires")).isEmpty();
      assertWhole(site.get("/a"));
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes=9-5", "bytes=x", "bytes=", "lines=1-2", "bytes=1-2-3", "1-2", "'bytes=-'"})
  void whatIsNoRangeOfBytesDoesNotCount(String value) throws Exception {
    try (Site site = Site.of(ALPHABET).start()) {
      site.get("/a");
      assertWhole(site.get("/a", "Range: " + value));
      assertWhole(site.get("/a", "Range: bytes=0-1", "Range: bytes=2-3"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHeadHasNoRange(Container.Kind kind) throws Exception {
    try (Site site = Site.of(ALPHABET).on(kind).start()) {
      site.get("/a");
      RawResponse head = site.send("HEAD", "/a", "Range: bytes=0-1");

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.first("Content-Length")).isEqualTo("36");
      assertThat(head.all("Content-Range")).isEmpty();
    }
  }

  @Test
  void ifRangeNamesTheTagThatThePageHas() throws Exception {
    try (Site site = Site.of(dated("ETag", "\"own\"")).start()) {
      site.get("/a");
      assertPart(site.get("/a", "Range: bytes=1-2", "If-Range: \"own\""), 1, 2);
      assertWhole(site.get("/a", "Range: bytes=1-2", "If-Range: \"other\""));
      assertWhole(site.get("/a", "Range: bytes=1-2", "If-Range: W/\"own\""));
      assertWhole(site.get("/a", "Range: bytes=99-", "If-Range: \"other\""));
      assertWhole(site.get("/a", "If-Range: \"own\""));
    }
  }

  @Test
  void aWeakTagNamesNoBytes() throws Exception {
    try (Site site = Site.of(dated("ETag", "W/\"own\"")).start()) {
      site.get("/a");
      assertWhole(site.get("/a", "Range: bytes=1-2", "If-Range: W/\"own\""));
      assertPart(site.get("/a", "Range: bytes=1-2"), 1, 2);
    }
  }

  @Test
  void ifRangeNamesADateThatIsStrong() throws Exception {
    try (Site site = Site.of(dated("Last-Modified", MODIFIED)).start()) {
      site.get("/a");
      assertPart(site.get("/a", "Range: bytes=1-2", "If-Range: " + MODIFIED), 1, 2);
      assertWhole(site.get("/a", "Range: bytes=1-2", "If-Range: " + DATE));
    }
    try (Site site = Site.of(dated("Last-Modified", DATE)).start()) {
      site.get("/a");
      assertWhole(site.get("/a", "Range: bytes=1-2", "If-Range: " + DATE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissAnswersOneRangeAndStoresTheWhole(Container.Kind kind) throws Exception {
    try (Site site = Site.of(dated()).on(kind).start()) {
      RawResponse miss = site.get("/a", "Range: bytes=10-15");
      assertPart(miss, 10, 15);
      assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");

      RawResponse unsatisfied = site.get("/b", "Range: bytes=36-");
      assertThat(unsatisfied.status()).isEqualTo(416);
      assertThat(unsatisfied.first("Content-Range")).isEqualTo("bytes */36");
      assertThat(unsatisfied.all("Cache-Control")).containsExactly("no-store");
      assertThat(unsatisfied.body()).isEmpty();

      assertWhole(site.get("/c", "Range: bytes=0-0,9-9"));
      for (String path : new String[] {"/a", "/b", "/c"}) {
        RawResponse hit = site.get(path);
        assertWhole(hit);
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
        assertThat(hit.first("Cache-Control")).isEqualTo("max-age=999999999");
      }
      assertThat(site.runs()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissWhoseLengthWasAnnouncedAnswersARangeToo(Container.Kind kind) throws Exception {
    Site.Handler announced =
        (request, response) -> {
          response.setContentLength(TEXT.length());
          response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
          response.getOutputStream().close();
        };
    try (Site site = Site.of(announced).on(kind).start()) {
      assertPart(site.get("/a", "Range: bytes=-1"), 35, 35);
      assertWhole(site.get("/a")); // from the store, or together with the handler that still runs
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void aMissThatIsStreamedAnswersWhole() throws Exception {
    Site.Handler streamed =
        (request, response) -> {
          response.getOutputStream().write(TEXT.substring(0, 9).getBytes());
          response.flushBuffer();
          response.getOutputStream().write(TEXT.substring(9).getBytes());
        };
    try (Site site = Site.of(streamed).start()) {
      assertWhole(site.get("/a", "Range: bytes=1-2"));
      assertPart(site.get("/a", "Range: bytes=1-2"), 1, 2);
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void aDigestOfTheContentKeepsAMissWhole() throws Exception {
    try (Site site = Site.of(ALPHABET).start()) {
      assertWhole(site.get("/a", "Range: bytes=1-2"));
      assertPart(site.get("/a", "Range: bytes=1-2"), 1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingHasNoPart(Container.Kind kind) throws Exception {
    try (Site site = Site.of((request, response) -> {}).on(kind).start()) {
      for (int i = 0; i < 2; i++) {
        RawResponse empty = site.get("/a", "Range: bytes=0-");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.all("Content-Range")).isEmpty();
      }
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void anotherStatusHasNoParts() throws Exception {
    Site.Handler notFound =
        (request, response) -> {
          response.setStatus(404);
          response.getWriter().print(TEXT);
        };
    try (Site site = Site.of(notFound).rules("/* ttl=30s statuses=200,404").start()) {
      for (int i = 0; i < 2; i++) {
        RawResponse response = site.get("/a", "Range: bytes=1-2", "If-Match: \"x\"");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo(TEXT);
      }
      assertThat(site.runs()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStalePageHasPartsTooAndIsRefreshedWhole(Container.Kind kind) throws Exception {
    try (StalePage page = StalePage.of().on(kind).start().open()) {
      RawResponse stale = page.get("Range: bytes=4-");

      assertThat(stale.status()).isEqualTo(206);
      assertThat(stale.text()).isEqualTo("1");
      assertThat(stale.first("Content-Range")).isEqualTo("bytes 4-4/5");
      assertThat(stale.first("Cache-Status")).isEqualTo(StalePage.STALE);
      page.assertRefreshed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStalePageThatStandsInForAFailureHasPartsToo(Container.Kind kind) throws Exception {
    Site.Handler failing =
        (request, response) -> {
          response.setContentType("text/html");
          response.setStatus(503);
          response.getWriter().print("no");
        };
    try (StalePage page =
        StalePage.of().on(kind).rule("/* ttl=30s staleIfError=1h").then(failing).start().open()) {
      RawResponse stale = page.get("Range: bytes=0-2");

      assertThat(stale.status()).isEqualTo(206);
      assertThat(stale.text()).isEqualTo("run");
      assertThat(stale.first("Content-Range")).isEqualTo("bytes 0-2/5");
      assertThat(stale.first("Cache-Status")).contains("stale-if-error");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPartOfALargePageIsNotCutByTheContainer(Container.Kind kind) throws Exception {
    byte[] large = new byte[1 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 7);
    }
    Site.Handler handler = (request, response) -> response.getOutputStream().write(large);
    try (Site site = Site.of(handler).on(kind).start()) {
      site.get("/a");
      RawResponse part = site.get("/a", "Range: bytes=1000-900999");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(large, 1000, 901_000));
      assertThat(part(site, "bytes=0-99,-99").length).isGreaterThan(199);
      assertThat(site.get("/a").body()).isEqualTo(large);
    }
  }

  private static byte[] part(Site site, String range) throws IOException {
    RawResponse response = site.get("/a", "Range: " + range);
    assertThat(response.status()).isEqualTo(206);
    assertThat(response.complete()).isTrue();
    return response.body();
  }
}
