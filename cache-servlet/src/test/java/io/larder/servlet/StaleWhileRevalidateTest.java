package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.annotation.Cached;
import io.larder.servlet.testing.App;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5861 3: a stale page is served, and refreshed behind its client's back. */
class StaleWhileRevalidateTest {

  @Nested
  class TheClient {

    @ParameterizedTest
    @EnumSource
    void hasTheWholeStalePageWhileTheHandlerRuns(Container.Kind kind) throws Exception {
      try (StalePage page = StalePage.of().on(kind).start()) {
        RawResponse stale = page.get();
        page.awaitRun();

        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.text()).isEqualTo("run 1");
        assertThat(stale.complete()).isTrue();
        assertThat(stale.first("Content-Length")).isEqualTo("5");
        assertThat(stale.first("Connection")).isEqualToIgnoringCase("close");
        assertThat(stale.first("Age")).isEqualTo("33");
        assertThat(stale.first("ETag")).isNotNull();
        assertThat(stale.first("Content-Type")).startsWith("text/plain");
        assertThat(stale.all("Cache-Status")).containsExactly(StalePage.STALE);
        page.open().assertRefreshed();
      }
    }

    @ParameterizedTest
    @EnumSource
    void isNotHeldUpWhenItAsksAgain(Container.Kind kind) throws Exception {
      try (StalePage page = StalePage.of().on(kind).rule(StalePage.RULE + " anyHost").start()) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
            HttpRequest.newBuilder(page.site.container.base().resolve("/a"))
                .timeout(Duration.ofSeconds(10))
                .build();
        for (int i = 0; i < 3; i++) {
          HttpResponse<String> stale = client.send(request, HttpResponse.BodyHandlers.ofString());
          assertThat(stale.headers().firstValue("Cache-Status")).hasValue(StalePage.STALE);
        }
        page.awaitRun();
      }
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsConnectionWhereAnotherOneRefreshes(Container.Kind kind) throws Exception {
      try (StalePage page = StalePage.of().on(kind).start();
          RawClient client = new RawClient(page.site.container.base())) {
        page.get();
        page.awaitRun();
        for (int i = 0; i < 3; i++) {
          client.send("GET", "/a");
          RawResponse again = client.read("GET");
          assertThat(again.all("Cache-Status")).containsExactly(StalePage.STALE);
          assertThat(again.text()).isEqualTo("run 1");
        }
        page.open().assertRefreshed();
      }
    }

    @ParameterizedTest
    @EnumSource
    void mayAskForTheHeadAlone(Container.Kind kind) throws Exception {
      try (StalePage page = StalePage.of().on(kind).start()) {
        RawResponse stale = page.site.send("HEAD", "/a");
        page.awaitRun();

        assertThat(stale.all("Cache-Status")).containsExactly(StalePage.STALE);
        assertThat(stale.first("Content-Length")).isEqualTo("5");
        page.open().assertRefreshed(); // with the body that a GET has
      }
    }

    @ParameterizedTest
    @EnumSource
    void mayHaveThePageAlready(Container.Kind kind) throws Exception {
      try (StalePage page =
          StalePage.of()
              .on(kind)
              .then((q, r) -> r.getWriter().print("run 2, " + q.getHeader("If-None-Match")))
              .start()) {
        String etag = find(page).value().etag();
        RawResponse stale = page.get("If-None-Match: " + etag);
        page.awaitRun();

        assertThat(stale.status()).isEqualTo(304);
        assertThat(stale.all("Cache-Status")).containsExactly(StalePage.STALE);
        page.open().awaitEnd();
        assertThat(page.get().text()).isEqualTo("run 2, null");
      }
    }

    @Test
    void mayBeGone() throws Exception {
      try (StalePage page = StalePage.of().start()) {
        try (RawClient client = new RawClient(page.site.container.base())) {
          client.send("GET", "/a");
          client.abort();
        }
        page.open();
        Awaitility.await().until(() -> page.status().matches("larder; hit; ttl=\\d+"));
        page.awaitEnd();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static CacheEntry<io.larder.cache.Page> find(StalePage page) {
    return (CacheEntry<io.larder.cache.Page>) page.site.filter.find(page.site.key("/a"));
  }

  @Nested
  class TheWindow {

    @ParameterizedTest
    @CsvSource({
      "staleWhileRevalidate=1m,                 59, swr",
      "staleWhileRevalidate=1m,                 61, gone",
      "staleIfError=1m,                         59, sie",
      "staleIfError=1m,                         61, gone",
      "staleWhileRevalidate=1m staleIfError=2m, 59, swr",
      "staleWhileRevalidate=1m staleIfError=2m, 61, sie",
      "staleWhileRevalidate=1m staleIfError=2m, 121, gone",
      "staleWhileRevalidate=2m staleIfError=1m, 59, swr",
      "staleWhileRevalidate=2m staleIfError=1m, 61, swr",
      "staleWhileRevalidate=2m staleIfError=1m, 121, gone",
    })
    void isThatOfItsOwnSetting(String settings, long staleFor, String served) throws Exception {
      try (StalePage page =
          StalePage.of()
              .rule("/* ttl=30s " + settings)
              .then((q, r) -> r.setStatus(503))
              .start()
              .open()) {
        page.pass(staleFor - 3);
        RawResponse answer = page.get();
        page.awaitEnd();

        String status = answer.first("Cache-Status");
        switch (served) {
          case "swr" -> assertThat(status).endsWith("; detail=stale-while-revalidate");
          case "sie" -> assertThat(status).endsWith("; detail=stale-if-error");
          default -> assertThat(answer.status()).isEqualTo(503);
        }
        assertThat(page.runs()).isEqualTo(2);
      }
    }

    @Test
    void errorsAreServedStaleInTheirOwnWindowOnly() throws Exception {
      // The longer window keeps the entry in the store; it must not serve what the shorter one
      // ended.
      try (StalePage page =
          StalePage.of()
              .rule("/* ttl=30s staleWhileRevalidate=2m staleIfError=1m")
              .maxRefreshes(0)
              .then((q, r) -> r.setStatus(503))
              .start()
              .open()) {
        page.pass(50);
        assertThat(page.status()).endsWith("; detail=stale-if-error");
        page.pass(10);
        assertThat(page.get().status()).isEqualTo(503);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"staleWhileRevalidate=1h", "staleIfError=1h", ""})
    void beginsWithASoftPurge(String setting) throws Exception {
      try (StalePage page = StalePage.of().rule("/* ttl=10m tags=t " + setting).start().open()) {
        assertThat(page.status()).startsWith("larder; hit; ttl=5");
        page.site.larder.pages().refresh(page.site.key("/a"));

        assertThat(page.status())
            .isEqualTo(
                setting.startsWith("staleW")
                    ? "larder; hit; ttl=0; detail=stale-while-revalidate"
                    : "larder; fwd=stale; stored");
        page.assertRefreshed();
      }
    }

    @ParameterizedTest
    @CsvSource({
      "'max-age=30, stale-while-revalidate=60',                      59, true",
      "'max-age=30, stale-while-revalidate=60',                      61, false",
      "'max-age=30',                                                 59, true",
      "'max-age=30, stale-while-revalidate=0',                        3, false",
      "'max-age=30, stale-while-revalidate=60, must-revalidate',      3, false",
      "'max-age=30, stale-while-revalidate=60, proxy-revalidate',     3, false",
      "'s-maxage=30, stale-while-revalidate=60',                      3, false",
    })
    void isTheResponsesOwnIfItNamesOne(String cacheControl, long staleFor, boolean served)
        throws Exception {
      AtomicLong now = new AtomicLong();
      AtomicInteger runs = new AtomicInteger();
      try (Site site =
          Site.of(
                  (request, response) -> {
                    response.setHeader("Cache-Control", cacheControl);
                    response.getWriter().print(runs.incrementAndGet());
                  })
              .over(Larder.builder().store("memory:").ticker(now::get).build())
              .rules("/* ttl=1h staleWhileRevalidate=60s")
              .start()) {
        site.get("/a");
        now.addAndGet(Duration.ofSeconds(30 + staleFor).toNanos());
        RawResponse answer = site.get("/a");

        assertThat(answer.text()).isEqualTo(served ? "1" : "2");
        Awaitility.await().until(() -> site.get("/a").text().equals("2"));
      }
    }

    @Test
    void needsNoRule() throws Exception {
      AtomicLong now = new AtomicLong();
      try (Site site =
          Site.of(
                  (request, response) -> {
                    response.setHeader("Cache-Control", "max-age=30, stale-while-revalidate=60");
                    response.getWriter().print("x");
                  })
              .over(Larder.builder().store("memory:").ticker(now::get).build())
              .rules("/*")
              .start()) {
        site.get("/a");
        now.addAndGet(Duration.ofSeconds(33).toNanos());
        assertThat(site.get("/a").first("Cache-Status")).isEqualTo(StalePage.STALE);
      }
    }

    @Test
    void isSetByTheBuilderTheLineAndTheAnnotationAlike() {
      CacheRule built =
          CacheRule.path("/*")
              .ttl(Duration.ofSeconds(30))
              .staleWhileRevalidate(Duration.ofHours(1))
              .build();

      assertThat(built.attributes().get(Vocabulary.STALE_WHILE_REVALIDATE))
          .isEqualTo(Duration.ofHours(1));
      assertThat(CacheRule.parse("/* staleWhileRevalidate=1h").attributes())
          .extracting(attributes -> attributes.get(Vocabulary.STALE_WHILE_REVALIDATE))
          .isEqualTo(Duration.ofHours(1));
      assertThat(CachedServlet.read(Annotated.class).get(Vocabulary.STALE_WHILE_REVALIDATE))
          .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void holdsForAnAnnotatedServlet() throws Exception {
      AtomicLong now = new AtomicLong();
      try (Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
          Container container =
              Container.Kind.JETTY.start(
                  new App()
                      .filter("/*", CacheFilter.builder(larder).clock(Site.still()).build())
                      .servlet("/a", new Annotated()))) {
        RawClient.exchange(container.base(), "GET", "/a");
        now.addAndGet(Duration.ofSeconds(33).toNanos());
        assertThat(RawClient.exchange(container.base(), "GET", "/a").first("Cache-Status"))
            .isEqualTo(StalePage.STALE);
      }
    }
  }

  /** Says it itself. */
  @Cached(ttl = "30s", staleWhileRevalidate = "1h")
  static final class Annotated extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("x");
    }
  }

  @Nested
  class TheCap {

    @Test
    void leavesFurtherStalePagesAsTheyAre() throws Exception {
      try (StalePage page = StalePage.of().maxRefreshes(1).start()) {
        page.get();
        page.awaitRun();
        RawResponse other = page.site.get("/b");
        assertThat(other.all("Cache-Status")).containsExactly(StalePage.STALE);
        assertThat(other.all("Connection")).isEmpty();
        assertThat(page.runs()).isEqualTo(2);
        page.open().awaitEnd();

        assertThat(page.site.get("/b").all("Cache-Status")).containsExactly(StalePage.STALE);
        Awaitility.await().until(() -> page.runs() == 3);
      }
    }

    @Test
    void ofZeroLetsClientsWaitForTheNewPage() throws Exception {
      try (StalePage page = StalePage.of().maxRefreshes(0).start().open()) {
        RawResponse answer = page.get();
        assertThat(answer.first("Cache-Status")).isEqualTo("larder; fwd=stale; stored");
        assertThat(answer.text()).isEqualTo("run 2");
      }
    }
  }
}
