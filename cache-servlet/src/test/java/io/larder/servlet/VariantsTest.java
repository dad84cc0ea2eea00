package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that vary on request fields are kept side by side (RFC 9111, 4.1). */
class VariantsTest {

  private static final String MISS = "larder; fwd=uri-miss; stored";
  private static final String OTHER = "larder; fwd=vary-miss; stored";
  private static final String HIT = "larder; hit; ttl=30";

  private final AtomicLong now = new AtomicLong();
  private final Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
  private final CacheFilter filter =
      CacheFilter.builder(larder).rules("/* ttl=30s keep=10m").clock(Site.still()).build();
  private final AtomicReference<Site.Handler> handler =
      new AtomicReference<>(VariantsTest::byLanguage);
  private Site site;

  private Site start(Container.Kind kind) throws Exception {
    site =
        Site.of((request, response) -> handler.get().handle(request, response))
            .on(kind)
            .over(larder)
            .filter(filter)
            .start();
    return site;
  }

  @AfterEach
  void stop() {
    if (site != null) {
      site.close();
    }
    larder.close();
  }

  private static void byLanguage(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws IOException {
    response.setHeader("Vary", "Accept-Language");
    String language = request.getHeader("Accept-Language");
    response.setHeader("ETag", "\"" + language + "\"");
    if (("\"" + language + "\"").equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
    } else {
      response.getWriter().print("in " + language);
    }
  }

  private void assertServed(String language, String status) throws Exception {
    RawResponse response =
        language == null ? site.get("/a") : site.get("/a", "Accept-Language: " + language);
    assertThat(response.text()).isEqualTo("in " + language);
    assertThat(response.first("Cache-Status")).isEqualTo(status);
    assertThat(response.first("Vary")).isEqualTo("Accept-Language");
  }

  @ParameterizedTest
  @EnumSource
  void eachIsServedToWhoAsksForIt(Container.Kind kind) throws Exception {
    start(kind);
    assertServed("de", MISS);
    assertServed("fr", OTHER);
    assertServed(null, OTHER);
    assertServed("de", HIT);
    assertServed("fr", HIT);
    assertServed(null, HIT);
    assertThat(site.get("/a", "Accept-Language:   de").text()).isEqualTo("in de");
    assertThat(site.runs()).isEqualTo(3);
  }

  @Test
  void eachIsConfirmedForItself() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    assertServed("fr", OTHER);
    now.addAndGet(Duration.ofSeconds(31).toNanos());

    assertServed("de", "larder; fwd=stale; fwd-status=304; stored");
    assertServed("de", HIT);
    assertServed("fr", "larder; fwd=stale; fwd-status=304; stored");
  }

  /** What was ended while the handler ran is not served on its error either. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noneIsServedOnErrorIfTheirKeyHasEnded(boolean evicts) throws Exception {
    CacheFilter lenient =
        CacheFilter.builder(larder)
            .rules("/* ttl=30s staleIfError=10m")
            .clock(Site.still())
            .build();
    site =
        Site.of((request, response) -> handler.get().handle(request, response))
            .over(larder)
            .filter(lenient)
            .start();
    assertServed("de", MISS);
    now.addAndGet(Duration.ofSeconds(31).toNanos());
    handler.set(
        (request, response) -> {
          if (evicts) {
            lenient.evict(site.key("/a"));
          }
          response.setStatus(500);
        });
    assertThat(site.get("/a", "Accept-Language: de").status()).isEqualTo(evicts ? 500 : 200);
  }

  @Test
  void allEndWithTheirKey() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    assertServed("fr", OTHER);

    filter.evict(site.key("/a"));
    assertServed("fr", MISS);
    assertServed("de", OTHER);
    site.send("POST", "/a", "Content-Length: 0");
    assertServed("fr", MISS);
  }

  @Test
  void aVariantThatIsComputedWhileItsKeyIsEvictedIsNotServed() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch evicted = new CountDownLatch(1);
    handler.set(
        (request, response) -> {
          entered.countDown();
          await(evicted);
          byLanguage(request, response);
        });
    CompletableFuture<RawResponse> french = Site.aside(() -> get("fr"));
    await(entered);
    filter.evict(site.key("/a"));
    handler.set(VariantsTest::byLanguage);
    assertServed("de", MISS);
    evicted.countDown();
    assertThat(french.get().first("Cache-Status")).contains("detail=outrun");

    assertServed("fr", OTHER);
  }

  @ParameterizedTest
  @EnumSource
  void thoseWhoComeTogetherGetTheirOwn(Container.Kind kind) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    handler.set(
        (request, response) -> {
          await(gate);
          byLanguage(request, response);
        });
    start(kind);
    List<CompletableFuture<RawResponse>> answers = new ArrayList<>();
    List<String> languages = List.of("de", "fr", "de", "it", "fr", "de");
    for (String each : languages) {
      answers.add(Site.aside(() -> get(each)));
    }
    Awaitility.await().until(() -> filter.waiting() == languages.size() - 1);
    gate.countDown();
    for (int i = 0; i < languages.size(); i++) {
      assertThat(answers.get(i).get(20, TimeUnit.SECONDS).text())
          .isEqualTo("in " + languages.get(i));
    }
    assertThat(site.runs()).isBetween(3, languages.size());
  }

  @Test
  void aResponseThatVariesOnMoreIsFoundByMore() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    handler.set(
        (request, response) -> {
          response.setHeader("Vary", "Accept-Language, X-Size");
          response.getWriter().print(request.getHeader("X-Size"));
        });
    assertThat(site.get("/a", "Accept-Language: fr", "X-Size: 1").text()).isEqualTo("1");
    assertThat(site.get("/a", "Accept-Language: fr", "X-Size: 2").text()).isEqualTo("2");
    assertThat(site.get("/a", "Accept-Language: fr", "X-Size: 1").first("Cache-Status"))
        .isEqualTo(HIT);
  }

  @Test
  void aResponseThatVariesOnNothingStandsForAll() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    handler.set((request, response) -> response.getWriter().print("one for all"));
    assertThat(site.get("/a", "Accept-Language: fr").text()).isEqualTo("one for all");
    assertThat(site.get("/a", "Accept-Language: it").first("Cache-Status")).isEqualTo(HIT);
  }

  @Test
  void whatVariesOnEverythingIsNotStored() throws Exception {
    start(Container.Kind.JETTY);
    handler.set(
        (request, response) -> {
          response.setHeader("Vary", "Accept-Language, *");
          response.getWriter().print("x");
        });
    site.get("/a");
    assertThat(site.get("/a").first("Cache-Status")).contains("detail=vary");
  }

  @Test
  void encodedContentIsStoredForThoseWhoAcceptIt() throws Exception {
    start(Container.Kind.JETTY);
    handler.set(
        (request, response) -> {
          String accepted = request.getHeader("Accept-Encoding");
          response.setHeader("Vary", "Accept-Encoding");
          if (accepted != null) {
            response.setHeader("Content-Encoding", accepted);
          }
          response.getWriter().print(accepted);
        });
    site.get("/a", "Accept-Encoding: gzip");
    site.get("/a");
    assertThat(site.get("/a", "Accept-Encoding: gzip").first("Content-Encoding")).isEqualTo("gzip");
    RawResponse plain = site.get("/a");
    assertThat(plain.first("Content-Encoding")).isNull();
    assertThat(plain.first("Cache-Status")).isEqualTo(HIT);

    handler.set(
        (request, response) -> {
          response.setHeader("Content-Encoding", "gzip");
          response.getWriter().print("for nobody in particular");
        });
    assertThat(site.get("/b").first("Cache-Status")).contains("detail=content-encoding");
  }

  @Test
  void noMoreAreKeptThanTheMost() throws Exception {
    start(Container.Kind.JETTY);
    for (int i = 0; i < Caps.MAX_VARIANTS; i++) {
      assertServed("l" + i, i == 0 ? MISS : OTHER);
    }
    assertServed("more", "larder; fwd=vary-miss; detail=too-many-variants");
    assertServed("l0", HIT);
    assertServed("l" + (Caps.MAX_VARIANTS - 1), HIT);
  }

  @Test
  void aVariantThatIsStoredAgainCountsOnce() throws Exception {
    start(Container.Kind.JETTY);
    for (int i = 0; i < 3 * Caps.MAX_VARIANTS; i++) {
      String status = site.get("/a", "Accept-Language: " + i % 2).first("Cache-Status");
      assertThat(status).endsWith("stored");
      now.addAndGet(Duration.ofMinutes(11).toNanos());
    }
  }

  @Test
  void theOneWithoutFieldsIsFoundByItsUri() throws Exception {
    start(Container.Kind.JETTY);
    URI uri = URI.create("http://127.0.0.1/a");
    assertServed("de", MISS);
    assertThat(filter.find(uri)).isInstanceOf(Miss.class);
    assertServed(null, OTHER);
    CacheEntry<Page> entry = (CacheEntry<Page>) filter.find(uri);
    assertThat(entry.value().status()).isEqualTo(200);
  }

  @Test
  void aSoftPurgeIsForAll() throws Exception {
    start(Container.Kind.JETTY);
    assertServed("de", MISS);
    assertServed("fr", OTHER);
    larder.pages().refresh(site.key("/a"));
    assertServed("de", "larder; fwd=stale; fwd-status=304; stored");
  }

  private RawResponse get(String language) {
    try {
      return site.get("/a", "Accept-Language: " + language);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
