package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.annotation.Cached;
import io.larder.cache.coding.ContentCodings;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages under a rule with {@code compress}, over HTTP. */
class CompressedPagesTest {

  static final String TEXT = text();
  private static final String GZIP = "Accept-Encoding: gzip";
  private static final String RULE = "/* ttl=30s keep=10m staleIfError=10m compress";

  private final AtomicLong now = new AtomicLong();
  private final Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
  private final AtomicReference<Site.Handler> handler =
      new AtomicReference<>(CompressedPagesTest::plain);
  private Site site;

  static String text() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < 6_000) {
      text.append("university ").append(random.nextInt(1000)).append(", ");
    }
    return text.toString();
  }

  private static void plain(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A handler with a validator of its own. */
  private static void tagged(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("ETag", "\"v1\"");
    if ("\"v1\"".equals(request.getHeader("If-None-Match"))) {
      response.setHeader("X-Confirmed", "yes");
      response.setStatus(304);
    } else {
      plain(request, response);
    }
  }

  private static Site.Handler with(String name, String value) {
    return (request, response) -> {
      response.setHeader(name, value);
      plain(request, response);
    };
  }

  private Site start(Container.Kind kind, String rules) throws Exception {
    site =
        Site.of((request, response) -> handler.get().handle(request, response))
            .on(kind)
            .over(larder)
            .rules(rules)
            .start();
    return site;
  }

  private Site start() throws Exception {
    return start(Container.Kind.JETTY, RULE);
  }

  @AfterEach
  void stop() {
    if (site != null) {
      site.close();
    }
    larder.close();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Page stored(String target) {
    return ((CacheEntry<Page>) larder.pages().find(site.key(target))).value();
  }

  private static String decoded(String coding, byte[] body) throws IOException {
    return new String(
        ContentCodings.find(coding).decoder(new ByteArrayInputStream(body)).readAllBytes(),
        StandardCharsets.ISO_8859_1);
  }

  static void assertEncoded(RawResponse response) throws IOException {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Content-Encoding")).containsExactly("gzip");
    assertThat(response.all("Vary")).containsExactly("Accept-Encoding");
    assertThat(response.first("ETag")).matches(".*-gzip-[0-9a-f]{8}\"");
    assertThat(response.first("Content-Length")).isEqualTo("" + response.body().length);
    assertThat(response.body().length).isLessThan(TEXT.length() / 2);
    assertThat(decoded("gzip", response.body())).isEqualTo(TEXT);
    assertThat(response.complete()).isTrue();
  }

  static void assertPlain(RawResponse response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.all("Content-Encoding")).isEmpty();
    assertThat(response.all("Vary")).containsExactly("Accept-Encoding");
    assertThat(response.first("ETag")).doesNotContain("-gzip-");
    assertThat(response.first("Content-Length")).isEqualTo("" + TEXT.length());
    assertThat(response.text()).isEqualTo(TEXT);
    assertThat(response.complete()).isTrue();
  }

  private static void assertHit(RawResponse response) {
    assertThat(response.first("Cache-Status")).startsWith("larder; hit");
  }

  private static void assertUntouched(RawResponse response) {
    assertThat(response.all("Content-Encoding")).isEmpty();
    assertThat(response.all("Vary")).isEmpty();
    assertThat(response.text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void areStoredOnceAndSentAsEachClientTakesThem(Container.Kind kind) throws Exception {
    start(kind, RULE);
    RawResponse miss = site.get("/a", GZIP);
    RawResponse encoded = site.get("/a", GZIP);
    RawResponse plain = site.get("/a");

    assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
    assertEncoded(miss);
    assertHit(encoded);
    assertEncoded(encoded);
    assertThat(encoded.first("ETag")).isEqualTo(miss.first("ETag"));
    assertHit(plain);
    assertPlain(plain);
    assertThat(encoded.first("Content-Type")).isEqualTo(plain.first("Content-Type"));
    assertThat(encoded.first("ETag"))
        .startsWith(plain.first("ETag").substring(0, plain.first("ETag").length() - 1) + "-gzip-");
    assertThat(site.runs()).isOne();
    assertThat(encoded.body()).isEqualTo(stored("/a").body());
  }

  @ParameterizedTest
  @EnumSource
  void areMissedPlainByWhoTakesThemSo(Container.Kind kind) throws Exception {
    start(kind, RULE);
    RawResponse miss = site.get("/a");
    RawResponse hit = site.get("/a");

    assertPlain(miss);
    assertPlain(hit);
    assertHit(hit);
    assertThat(hit.first("ETag")).isEqualTo(miss.first("ETag"));
    assertEncoded(site.get("/a", GZIP));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                             | gzip",
        "gzip, deflate, br, zstd          | gzip",
        "br;q=1.0, gzip;q=0.8, *;q=0.1    | gzip",
        "*                                | gzip",
        "x-gzip                           | gzip",
        "identity;q=0, gzip;q=0.1         | gzip",
        "deflate                          | ",
        "gzip;q=0                         | ",
        "gzip;q=0.2, identity             | ",
        "identity                         | ",
        "identity;q=0                     | ",
        "*;q=0                            | ",
        "''                               | ",
        "gzip;q=nonsense                  | ",
      })
  void areNegotiated(String accept, String coding) throws Exception {
    start();
    site.get("/a");
    RawResponse hit = site.get("/a", "Accept-Encoding: " + accept);
    RawResponse head = site.send("HEAD", "/a", "Accept-Encoding: " + accept);

    if (coding == null) {
      assertPlain(hit);
    } else {
      assertEncoded(hit);
    }
    for (String name : List.of("Content-Length", "Content-Encoding", "ETag", "Vary")) {
      assertThat(head.all(name)).as(name).isEqualTo(hit.all(name));
    }
    assertThat(site.runs()).isOne();
  }

  @Test
  void areNegotiatedOverAllLinesOfTheField() throws Exception {
    start();
    site.get("/a");

    assertEncoded(site.get("/a", "Accept-Encoding: br", "Accept-Encoding: gzip"));
    assertPlain(site.get("/a", "Accept-Encoding: br", "Accept-Encoding: zstd"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd"})
  void areStoredInTheCodingThatTheRuleNames(String coding) throws Exception {
    start(Container.Kind.JETTY, "/* ttl=30s compress=" + coding);
    site.get("/a");
    RawResponse encoded = site.get("/a", "Accept-Encoding: gzip, br, zstd");

    assertThat(encoded.all("Content-Encoding")).containsExactly(coding);
    assertThat(decoded(coding, encoded.body())).isEqualTo(TEXT);
    assertThat(encoded.first("ETag")).contains("-" + coding + "-");
    assertPlain(site.get("/a", GZIP));
    assertPlain(site.get("/a"));
    RawResponse part = site.get("/a", "Range: bytes=10-19", "Accept-Encoding: " + coding);
    assertThat(part.text()).isEqualTo(TEXT.substring(10, 20));
  }

  @Nested
  class WithConditions {

    private String plainTag;
    private String codedTag;

    private void fill() throws Exception {
      start();
      plainTag = site.get("/a").first("ETag");
      codedTag = site.get("/a", GZIP).first("ETag");
      assertThat(codedTag).isNotEqualTo(plainTag);
    }

    private void assertNotModified(RawResponse response, String tag) {
      assertThat(response.status()).isEqualTo(304);
      assertThat(response.first("ETag")).isEqualTo(tag);
      assertThat(response.all("Vary")).containsExactly("Accept-Encoding");
      assertThat(response.all("Content-Encoding")).isEmpty();
      assertThat(response.body()).isEmpty();
    }

    @Test
    void whoHoldsEitherOneIsToldThatItIsGood() throws Exception {
      fill();
      for (String method : List.of("GET", "HEAD")) {
        assertNotModified(site.send(method, "/a", GZIP, "If-None-Match: " + codedTag), codedTag);
        assertNotModified(site.send(method, "/a", GZIP, "If-None-Match: " + plainTag), plainTag);
        assertNotModified(site.send(method, "/a", "If-None-Match: " + plainTag), plainTag);
        assertNotModified(
            site.send(method, "/a", GZIP, "If-None-Match: \"x\", W/" + codedTag), codedTag);
        assertNotModified(site.send(method, "/a", GZIP, "If-None-Match: *"), codedTag);
        assertNotModified(site.send(method, "/a", "If-None-Match: *"), plainTag);
      }
      assertEncoded(site.get("/a", GZIP, "If-None-Match: \"x\""));
      assertPlain(site.get("/a", "If-None-Match: \"x\""));
    }

    @Test
    void whoHoldsBothIsToldTheOneThatItWouldGet() throws Exception {
      fill();
      String both = "If-None-Match: " + plainTag + ", " + codedTag;

      assertNotModified(site.get("/a", GZIP, both), codedTag);
      assertNotModified(site.get("/a", "Accept-Encoding: gzip;q=0.1, identity", both), plainTag);
    }

    /** A cache on the way may hold both, and ask for a client that takes the plain one alone. */
    @Test
    void whoDoesNotTakeTheEncodedOneIsNotToldThatItIsGood() throws Exception {
      fill();
      String both = "If-None-Match: " + codedTag + ", " + plainTag;

      assertNotModified(site.get("/a", both), plainTag);
      assertPlain(site.get("/a", "If-None-Match: " + codedTag));
      assertPlain(site.get("/a", "Accept-Encoding: gzip;q=0", "If-None-Match: " + codedTag));
    }

    @Test
    void whoRefusesThePlainOneIsNotToldThatItIsGood() throws Exception {
      fill();
      String only = "Accept-Encoding: gzip, identity;q=0";

      assertEncoded(site.get("/a", only, "If-None-Match: " + plainTag));
      assertNotModified(site.get("/a", only, "If-None-Match: " + codedTag), codedTag);
    }

    @Test
    void whoNamesATagToMatchGetsThatOne() throws Exception {
      fill();
      assertEncoded(site.get("/a", GZIP, "If-Match: " + codedTag));
      assertPlain(site.get("/a", GZIP, "If-Match: " + plainTag));
      assertPlain(site.get("/a", "If-Match: " + plainTag));
      assertThat(site.get("/a", GZIP, "If-Match: \"x\"").status()).isEqualTo(412);
      assertThat(site.get("/a", "If-Match: " + codedTag).status()).isEqualTo(412);
      assertEncoded(site.get("/a", GZIP, "If-Match: *"));
    }

    @Test
    void aDateIsThatOfBoth() throws Exception {
      handler.set(with("Last-Modified", "Sat, 05 Nov 2022 08:49:37 GMT"));
      fill();
      String since = "If-Modified-Since: Sat, 05 Nov 2022 08:49:37 GMT";

      assertNotModified(site.get("/a", GZIP, since), codedTag);
      assertNotModified(site.get("/a", since), plainTag);
      assertEncoded(site.get("/a", GZIP, "If-Modified-Since: Fri, 04 Nov 2022 08:49:37 GMT"));
    }

    @ParameterizedTest
    @EnumSource
    void aMissKnowsBothTags(Container.Kind kind) throws Exception {
      start(kind, RULE);
      plainTag = site.get("/a").first("ETag");
      codedTag = site.get("/a", GZIP).first("ETag");
      for (String[] each : new String[][] {{codedTag, codedTag}, {plainTag, plainTag}}) {
        larder.pages().evict(site.key("/a"));
        RawResponse miss = site.get("/a", GZIP, "If-None-Match: " + each[0]);
        assertThat(miss.first("Cache-Status")).contains("stored");
        assertNotModified(miss, each[1]);
      }
      larder.pages().evict(site.key("/a"));
      assertPlain(site.get("/a", "If-None-Match: " + codedTag));
      larder.pages().evict(site.key("/a"));
      assertThat(site.get("/a", GZIP, "If-Match: \"x\"").status()).isEqualTo(412);
      larder.pages().evict(site.key("/a"));
      assertEncoded(site.get("/a", GZIP, "If-Match: " + codedTag));
      larder.pages().evict(site.key("/a"));
      assertPlain(site.get("/a", GZIP, "If-Match: " + plainTag));
    }
  }

  @Nested
  class InParts {

    private void assertPart(RawResponse response, String plainTag) {
      assertThat(response.status()).isEqualTo(206);
      assertThat(response.first("Content-Range")).isEqualTo("bytes 100-199/" + TEXT.length());
      assertThat(response.all("Content-Encoding")).isEmpty();
      assertThat(response.first("ETag")).isEqualTo(plainTag);
      assertThat(response.all("Vary")).containsExactly("Accept-Encoding");
      assertThat(response.text()).isEqualTo(TEXT.substring(100, 200));
    }

    @ParameterizedTest
    @EnumSource
    void areThoseOfThePlainPage(Container.Kind kind) throws Exception {
      start(kind, RULE);
      RawResponse first = site.get("/a", GZIP, "Range: bytes=100-199");
      String plainTag = site.get("/a").first("ETag");
      String codedTag = site.get("/a", GZIP).first("ETag");

      assertPart(first, plainTag);
      assertPart(site.get("/a", GZIP, "Range: bytes=100-199"), plainTag);
      assertPart(site.get("/a", "Range: bytes=100-199"), plainTag);
      assertPart(site.get("/a", GZIP, "Range: bytes=100-199", "If-Range: " + plainTag), plainTag);
      assertPlain(site.get("/a", GZIP, "Range: bytes=100-199", "If-Range: " + codedTag));
      assertThat(site.get("/a", GZIP, "Range: bytes=99999-").status()).isEqualTo(416);
      assertThat(site.get("/a", GZIP, "Range: bytes=99999-").first("Content-Range"))
          .isEqualTo("bytes */" + TEXT.length());
      assertThat(site.get("/a", GZIP, "Range: bytes=0-1,9-10").first("Content-Type"))
          .startsWith("multipart/byteranges");
    }

    @Test
    void areNothingForWhoRefusesThePlainPage() throws Exception {
      start();
      site.get("/a");
      String only = "Accept-Encoding: gzip, *;q=0";
      assertEncoded(site.get("/a", only, "Range: bytes=100-199"));
      larder.pages().evict(site.key("/a"));
      assertEncoded(site.get("/a", only, "Range: bytes=100-199"));
      assertThat(site.send("HEAD", "/a", GZIP, "Range: bytes=0-1").first("Content-Encoding"))
          .isEqualTo("gzip");
    }
  }

  @Nested
  class AreLeftAsTheyAre {

    private void assertLeft() throws Exception {
      start();
      assertUntouched(site.get("/a", GZIP));
      RawResponse hit = site.get("/a", GZIP);
      assertHit(hit);
      assertUntouched(hit);
      assertThat(stored("/a").coding()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"image/png", "application/zip", "video/mp4", "application/octet-stream"})
    void byTheirType(String type) throws Exception {
      handler.set(
          (request, response) -> {
            response.setContentType(type);
            response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
          });
      assertLeft();
    }

    @ParameterizedTest
    @CsvSource({
      "Cache-Control, 'max-age=30, no-transform'",
      "Content-Digest, sha-256=:x:",
      "Repr-Digest, sha-256=:x:"
    })
    void byWhatTheySay(String name, String value) throws Exception {
      handler.set(with(name, value));
      assertLeft();
    }

    @Test
    void wherethatSavesNothing() throws Exception {
      byte[] noise = new byte[5_000];
      new Random(3).nextBytes(noise);
      handler.set(
          (request, response) -> {
            response.setContentType("text/plain");
            response.getOutputStream().write(noise);
          });
      start();
      assertThat(site.get("/a", GZIP).body()).isEqualTo(noise);
      assertThat(site.get("/a", GZIP).all("Content-Encoding")).isEmpty();
      assertThat(stored("/a").coding()).isNull();
    }

    @Test
    void whereTheyAreShort() throws Exception {
      handler.set(
          (request, response) -> {
            response.setContentType("text/plain");
            response.getOutputStream().write(new byte[1023]);
          });
      start();
      assertThat(site.get("/a", GZIP).all("Vary")).isEmpty();
      assertThat(site.get("/a", GZIP).all("Content-Encoding")).isEmpty();
      handler.set(
          (request, response) -> {
            response.setContentType("text/plain");
            response.getOutputStream().write(new byte[1024]);
          });
      assertThat(site.get("/b", GZIP).all("Content-Encoding")).containsExactly("gzip");
    }

    @Test
    void withoutTheAttribute() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s");
      site.get("/a", GZIP);
      assertUntouched(site.get("/a", GZIP));
    }

    @Test
    void whereTheRuleSaysSo() throws Exception {
      start(Container.Kind.JETTY, "/* ttl=30s compress=false");
      site.get("/a", GZIP);
      assertUntouched(site.get("/a", GZIP));
    }

    /** Which says Vary: Accept-Encoding, so there is a variant for each kind of client. */
    @ParameterizedTest
    @EnumSource
    void whereTheHandlerDoesItItself(Container.Kind kind) throws Exception {
      byte[] own =
          ContentCodings.find("gzip")
              .encode(TEXT.getBytes(StandardCharsets.ISO_8859_1), 0, TEXT.length());
      handler.set(
          (request, response) -> {
            response.setHeader("Vary", "Accept-Encoding");
            response.setHeader("ETag", "\"own\"");
            if ("gzip".equals(request.getHeader("Accept-Encoding"))) {
              response.setContentType("text/plain");
              response.setHeader("Content-Encoding", "gzip");
              response.getOutputStream().write(own);
            } else {
              plain(request, response);
            }
          });
      start(kind, RULE);
      for (int i = 0; i < 2; i++) {
        RawResponse encoded = site.get("/a", GZIP);
        assertThat(encoded.body()).isEqualTo(own);
        assertThat(encoded.all("Content-Encoding")).containsExactly("gzip");
        assertThat(encoded.first("ETag")).isEqualTo("\"own\"");
        RawResponse plain = site.get("/a");
        assertThat(plain.text()).isEqualTo(TEXT);
        assertThat(plain.all("Content-Encoding")).isEmpty();
        assertThat(plain.all("Vary")).containsExactly("Accept-Encoding");
      }
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Nested
  class WhoseHandlers {

    @ParameterizedTest
    @EnumSource
    void streamAreMissedPlainAndHitEncoded(Container.Kind kind) throws Exception {
      handler.set(
          (request, response) -> {
            response.setContentType("text/plain");
            response.setHeader("ETag", "\"v1\"");
            response.getOutputStream().write(TEXT.substring(0, 100).getBytes());
            response.flushBuffer();
            response.getOutputStream().write(TEXT.substring(100).getBytes());
          });
      start(kind, RULE);
      RawResponse miss = site.get("/a", GZIP);

      assertThat(miss.text()).isEqualTo(TEXT);
      assertThat(miss.all("Vary")).containsExactly("Accept-Encoding");
      assertThat(miss.first("ETag")).isEqualTo("\"v1\"");
      RawResponse hit = site.get("/a", GZIP);
      assertEncoded(hit);
      assertHit(hit);
      assertThat(site.get("/a").first("ETag")).isEqualTo("\"v1\"");
      RawResponse had = site.get("/a", GZIP, "If-None-Match: \"v1\"");
      assertThat(had.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @EnumSource
    void endThemselvesAnswerAtOnce(Container.Kind kind) throws Exception {
      handler.set(
          (request, response) -> {
            response.setContentType("text/plain");
            response.setContentLength(TEXT.length());
            response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
            response.getOutputStream().close();
          });
      start(kind, RULE);
      RawResponse miss = site.get("/a", GZIP);
      assertPlain(miss);
      RawResponse hit = site.get("/a", GZIP);
      assertEncoded(hit);
      assertThat(site.get("/a").first("ETag")).isEqualTo(miss.first("ETag"));
      assertThat(site.runs()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void goAsynchronousAreStoredEncoded(Container.Kind kind) throws Exception {
      handler.set(
          (request, response) -> {
            jakarta.servlet.AsyncContext context = request.startAsync();
            context.start(
                () ->
                    Cases.unchecked(
                        () -> {
                          plain(request, (HttpServletResponse) context.getResponse());
                          context.complete();
                          return null;
                        }));
          });
      start(kind, RULE);
      RawResponse miss = site.get("/a", GZIP);
      assertThat(miss.text()).isEqualTo(TEXT);
      assertThat(miss.all("Vary")).containsExactly("Accept-Encoding");
      assertEncoded(site.get("/a", GZIP));
      assertPlain(site.get("/a"));
    }

    @Test
    void varyOnSomethingElseHaveBoth() throws Exception {
      handler.set(
          (request, response) -> {
            response.setHeader("Vary", "Accept-Language");
            plain(request, response);
          });
      start();
      for (String language : List.of("de", "en", "de")) {
        RawResponse encoded = site.get("/a", GZIP, "Accept-Language: " + language);
        RawResponse plain = site.get("/a", "Accept-Language: " + language);
        assertThat(encoded.all("Vary")).containsExactly("Accept-Language", "Accept-Encoding");
        assertThat(plain.all("Vary")).containsExactly("Accept-Language", "Accept-Encoding");
        assertThat(encoded.first("Content-Encoding")).isEqualTo("gzip");
        assertThat(plain.text()).isEqualTo(TEXT);
      }
      assertThat(site.runs()).isEqualTo(2);
    }

    @Test
    void answerAnErrorHaveThatEncoded() throws Exception {
      handler.set(
          (request, response) -> {
            response.setStatus(404);
            plain(request, response);
          });
      start(Container.Kind.JETTY, "/* ttl=30s statuses=200,404 compress");
      assertThat(site.get("/a", GZIP).text()).isEqualTo(TEXT);
      RawResponse hit = site.get("/a", GZIP);
      assertThat(hit.status()).isEqualTo(404);
      assertThat(decoded("gzip", hit.body())).isEqualTo(TEXT);
      RawResponse plain = site.get("/a", "Range: bytes=0-1");
      assertThat(plain.status()).isEqualTo(404);
      assertThat(plain.text()).isEqualTo(TEXT);
    }
  }

  @Nested
  class ThatAreStale {

    @ParameterizedTest
    @EnumSource
    void areConfirmedByTheHandlersTagAndStayEncoded(Container.Kind kind) throws Exception {
      handler.set(CompressedPagesTest::tagged);
      start(kind, RULE);
      String tag = site.get("/a", GZIP).first("ETag");
      Page before = stored("/a");
      pass(Duration.ofSeconds(31));

      RawResponse confirmed = site.get("/a", GZIP);
      assertThat(confirmed.first("Cache-Status"))
          .isEqualTo("larder; fwd=stale; fwd-status=304; stored");
      assertEncoded(confirmed);
      assertThat(confirmed.first("X-Confirmed")).isEqualTo("yes");
      assertThat(stored("/a").body()).isEqualTo(before.body());
      assertThat(stored("/a").coding()).isEqualTo("gzip");
      assertEncoded(site.get("/a", GZIP));
      RawResponse plain = site.get("/a");
      assertPlain(plain);
      assertThat(plain.first("ETag")).isEqualTo("\"v1\"");

      pass(Duration.ofSeconds(31));
      assertPlain(site.get("/a"));
      pass(Duration.ofSeconds(31));
      RawResponse had = site.get("/a", GZIP, "If-None-Match: " + tag);
      assertThat(had.status()).isEqualTo(304);
      assertThat(had.first("ETag")).isEqualTo(tag);
      assertThat(site.runs()).isEqualTo(4);
    }

    @Test
    void areNotAskedForWithATagThatTheHandlerDoesNotKnow() throws Exception {
      AtomicReference<String> asked = new AtomicReference<>();
      handler.set(
          (request, response) -> {
            asked.set(request.getHeader("If-None-Match"));
            plain(request, response);
          });
      start();
      String tag = site.get("/a", GZIP).first("ETag");
      pass(Duration.ofSeconds(31));

      RawResponse again = site.get("/a", GZIP);
      assertThat(asked.get()).isNull();
      assertThat(again.first("ETag")).isEqualTo(tag);
      pass(Duration.ofSeconds(31));
      assertThat(site.get("/a", GZIP, "If-None-Match: " + tag).status()).isEqualTo(304);
      assertThat(asked.get()).isNull();
    }

    @Test
    void areDecodedWhenTheHandlerForbidsToTransformThem() throws Exception {
      handler.set(
          (request, response) -> {
            if (request.getHeader("If-None-Match") != null) {
              response.setHeader("Cache-Control", "max-age=30, no-transform");
            }
            tagged(request, response);
          });
      start();
      site.get("/a", GZIP);
      pass(Duration.ofSeconds(31));
      site.get("/a", GZIP);

      assertThat(stored("/a").coding()).isNull();
      RawResponse hit = site.get("/a", GZIP);
      assertHit(hit);
      assertUntouched(hit);
      assertThat(hit.first("ETag")).isEqualTo("\"v1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain length", "another length", "no length"})
    void areUpdatedByAHeadOfThePlainPage(String how) throws Exception {
      handler.set(
          (request, response) -> {
            response.setHeader("ETag", "\"v1\"");
            if (!request.getMethod().equals("HEAD")) {
              plain(request, response);
            } else if (how.equals("plain length")) {
              response.setContentLength(TEXT.length());
            } else if (how.equals("another length")) {
              response.setContentLength(stored("/a").bodyLength());
            }
          });
      start(Container.Kind.UNDERTOW, RULE);
      site.get("/a", GZIP);
      pass(Duration.ofSeconds(31));
      site.send("HEAD", "/a", GZIP);

      RawResponse after = site.get("/a", GZIP);
      assertEncoded(after);
      assertThat(after.first("Cache-Status").startsWith("larder; hit"))
          .isEqualTo(!how.equals("another length"));
    }

    @Test
    void keepWhatElseIsNotedOfThem() throws Exception {
      handler.set(
          (request, response) -> {
            assertThat(request.getHeader("X-Asked")).isNull();
            tagged(request, response);
          });
      start();
      site.get("/a", GZIP);
      List<String> notes = stored("/a").notes();
      assertThat(notes).hasSizeGreaterThan(1).contains("coding:gzip " + TEXT.length());
      pass(Duration.ofSeconds(31));
      assertThat(site.get("/a", GZIP).first("X-Confirmed")).isEqualTo("yes");

      assertThat(stored("/a").notes()).containsExactlyInAnyOrderElementsOf(notes);
      assertEncoded(site.get("/a", GZIP));
      assertPlain(site.get("/a"));
    }

    @Test
    void standInForAFailure() throws Exception {
      start();
      site.get("/a");
      pass(Duration.ofSeconds(31));
      handler.set((request, response) -> response.setStatus(503));

      RawResponse encoded = site.get("/a", GZIP);
      assertThat(encoded.first("Cache-Status")).contains("stale-if-error");
      assertEncoded(encoded);
      assertPlain(site.get("/a"));
    }

    @ParameterizedTest
    @EnumSource
    void areServedWhileTheyAreRefreshed(Container.Kind kind) throws Exception {
      start(kind, "/* ttl=30s staleWhileRevalidate=1h compress");
      site.get("/a");
      pass(Duration.ofSeconds(31));

      RawResponse stale = site.get("/a", GZIP);
      assertThat(stale.first("Cache-Status")).contains("stale-while-revalidate");
      assertEncoded(stale);
      org.awaitility.Awaitility.await().until(() -> site.filter.refreshing() == 0);
      RawResponse hit = site.get("/a", GZIP);
      assertHit(hit);
      assertEncoded(hit);
      assertPlain(site.get("/a"));
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @Nested
  class ThatAreChanged {

    private final List<String> conditions = new java.util.concurrent.CopyOnWriteArrayList<>();

    private void record(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getMethod().equals("PUT")) {
        conditions.add(request.getHeader("If-Match"));
        conditions.addAll(java.util.Collections.list(request.getHeaders("if-none-match")));
        conditions.add(request.getHeader("X-Own"));
      } else {
        tagged(request, response);
      }
    }

    @ParameterizedTest
    @EnumSource
    void areNamedByTheTagThatTheHandlerKnows(Container.Kind kind) throws Exception {
      handler.set(this::record);
      start(kind, RULE);
      site.get("/a");
      String tag = site.get("/a", GZIP).first("ETag");

      site.send(
          "PUT",
          "/a",
          "If-Match: W/\"x\", " + tag,
          "If-None-Match: \"y\"",
          "If-None-Match: " + tag,
          "X-Own: " + tag);
      assertThat(conditions).containsExactly("W/\"x\", \"v1\"", "\"y\"", "\"v1\"", tag);
      assertThat(site.get("/a").first("Cache-Status")).contains("uri-miss");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"\"v1\"", "*", "\"v1-gzip\"", "\"v1-gzip-1\"", "\"v1-gzip-0badcafe-1\""})
    void areNamedAsTheirClientsNameThem(String tag) throws Exception {
      handler.set(this::record);
      start();
      site.send("PUT", "/a", "If-Match: " + tag);
      assertThat(conditions).containsExactly(tag, null);
    }

    @Test
    void areNamedAsTheirClientsNameThemUnderOtherRules() throws Exception {
      handler.set(this::record);
      start(Container.Kind.JETTY, "/* ttl=30s");
      site.send("PUT", "/a", "If-Match: \"v1-gzip-0badcafe\"");
      assertThat(conditions).containsExactly("\"v1-gzip-0badcafe\"", null);
    }
  }

  @Nested
  class InTheStore {

    @Test
    void areSeenAsTheyAreStored() throws Exception {
      start();
      site.get("/a");
      Page page = stored("/a");

      assertThat(page.coding()).isEqualTo("gzip");
      assertThat(page.first("Content-Encoding")).isEqualTo("gzip");
      assertThat(new String(page.decoded().body(), StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
      larder.pages().evict(URI.create("http://127.0.0.1/a"));
      assertThat(site.get("/a", GZIP).first("Cache-Status")).contains("uri-miss");
    }

    private void replace(Page page) {
      String key = site.key("/a");
      larder
          .pages()
          .store()
          .put(larder.pages().store().claim(key), page, Terms.ttl(Duration.ofSeconds(30)));
    }

    @Test
    void thatCannotBeDecodedAreNotThereForWhoNeedsThat() throws Exception {
      start();
      site.get("/a");
      Page page = stored("/a");
      byte[] turned = page.body().clone();
      turned[turned.length / 2] ^= 1;
      Page broken =
          new Page(
                  200,
                  page.names().toArray(String[]::new),
                  page.values().toArray(String[]::new),
                  page.etag(),
                  turned)
              .noted(page.notes());
      for (String[] fields : new String[][] {{}, {"Range: bytes=0-9"}, {"If-None-Match: \"x\""}}) {
        replace(broken);
        RawResponse miss = site.get("/a", fields);
        assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
        assertThat(TEXT).startsWith(miss.text().substring(0, 10));
        assertEncoded(site.get("/a", GZIP));
      }
      replace(broken.noted(List.of("coding:lzma 6000")));
      assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertPlain(site.get("/a"));
    }

    @Test
    void thatCannotBeDecodedAreNeitherConfirmedNorStandIn() throws Exception {
      handler.set(CompressedPagesTest::tagged);
      start();
      site.get("/a");
      Page page = stored("/a");
      Page broken =
          new Page(
                  200,
                  page.names().toArray(String[]::new),
                  page.values().toArray(String[]::new),
                  page.etag(),
                  Arrays.copyOf(page.body(), 100))
              .noted(page.notes());
      String key = site.key("/a");
      Terms terms =
          Terms.ttl(Duration.ofSeconds(30))
              .keep(Duration.ofMinutes(10))
              .staleIfError(Duration.ofMinutes(10));
      larder.pages().store().put(larder.pages().store().claim(key), broken, terms);
      pass(Duration.ofSeconds(31));
      handler.set((request, response) -> response.setStatus(503));
      assertThat(site.get("/a").status()).isEqualTo(503);
      handler.set(CompressedPagesTest::tagged);
      RawResponse anew = site.get("/a");
      assertPlain(anew);
      assertThat(anew.all("X-Confirmed")).isEmpty();

      larder.pages().store().put(larder.pages().store().claim(key), broken, terms);
      pass(Duration.ofSeconds(31));
      site.send("HEAD", "/a");
      assertThat(site.get("/a").first("Cache-Status")).contains("uri-miss");
    }

    @Test
    void areOnePageForAll() throws Exception {
      Larder measured = Larder.open("memory:?maxBytes=1MB");
      try (Site other = Site.of(CompressedPagesTest::plain).over(measured).rules(RULE).start()) {
        other.get("/a", GZIP);
        other.get("/a");
        other.get("/a", "Accept-Encoding: br");
        assertThat(other.runs()).isOne();
      }
    }
  }

  @Nested
  class AsASetting {

    @Cached(compress = "zstd")
    static final class Annotated extends HttpServlet {
      private static final long serialVersionUID = 1L;
    }

    @Cached(compress = "deflate")
    static final class Misspelt extends HttpServlet {
      private static final long serialVersionUID = 1L;
    }

    @Test
    void isSaidByAnAnnotationToo() {
      assertThat(CachedServlet.read(Annotated.class).get(Vocabulary.COMPRESS))
          .isEqualTo(Compression.in("zstd"));
      assertThatThrownBy(() -> CachedServlet.read(Misspelt.class))
          .hasMessageContaining("Misspelt")
          .hasMessageContaining("deflate");
    }

    @Test
    void isRefusedWhereItMeansNothing() {
      assertThatThrownBy(() -> CacheRule.parse("/* ttl=1m compress=deflate"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("deflate")
          .hasMessageContaining("gzip, br and zstd");
      assertThatThrownBy(() -> CacheRule.path("/*").compress("lz4"))
          .isInstanceOf(IllegalArgumentException.class);
      CacheFilter both = CacheFilter.builder(larder).rules("/* ttl=1m proxy compress").build();
      assertThatThrownBy(
              () -> Site.of(CompressedPagesTest::plain).over(larder).filter(both).start())
          .hasStackTraceContaining("compress and proxy are both set");
    }

    @Test
    void saysTheSameInALineAndInABuilder() {
      assertThat(CacheRule.path("/*").compress().build().attributes().get(Vocabulary.COMPRESS))
          .isEqualTo(CacheRule.parse("/* compress").attributes().get(Vocabulary.COMPRESS))
          .isEqualTo(Compression.GZIP);
      assertThat(
              CacheRule.path("/*").compress("zstd").build().attributes().get(Vocabulary.COMPRESS))
          .isEqualTo(CacheRule.parse("/* compress=zstd").attributes().get(Vocabulary.COMPRESS));
    }
  }
}
