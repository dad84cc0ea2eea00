package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each request that a rule covers is counted once, and each load. */
class CountedRequestsTest extends FollowersBase {

  private final Noted noted = new Noted();
  private final AtomicLong now = new AtomicLong();
  private long sent;

  private Larder larder() {
    return Larder.builder().store("memory:").ticker(now::get).listener(noted).build();
  }

  private Site site(Site.Handler handler, String... rules) throws Exception {
    return Site.of(handler).over(larder()).rules(String.join("\n", rules)).start();
  }

  private RawResponse send(Site site, String method, String target, String... fields)
      throws IOException {
    sent++;
    return site.send(method, target, fields);
  }

  private void get(Site site, String target, String... fields) throws IOException {
    assertThat(send(site, "GET", target, fields).status()).isPositive();
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  /** What was told is what was counted, and each request was told once. */
  private void assertTold(Site site, String... requests) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(noted.requests).containsExactlyInAnyOrder(requests));
    assertThat(noted.requests).hasSize((int) sent);
    assertSums(site);
  }

  private void assertSums(Site site) {
    CacheStats stats = site.larder.stats();
    assertThat(stats.requests()).isEqualTo(sent);
    assertThat(stats.hits()).isEqualTo(told("hit"));
    assertThat(stats.staleHits()).isEqualTo(told("stale"));
    assertThat(stats.misses()).isEqualTo(told("miss"));
    assertThat(stats.bypasses()).isEqualTo(told("bypass"));
  }

  private long told(String kind) {
    return noted.requests.stream().filter(each -> each.startsWith(kind + " ")).count();
  }

  private void assertLoads(String... loads) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(noted.loads).containsExactlyInAnyOrder(loads));
  }

  private static void text(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getWriter().print("0123456789");
  }

  @Test
  void hitsWholeAndInPart() throws Exception {
    try (Site site = site(CountedRequestsTest::text, "/a ttl=30s")) {
      String tag = send(site, "GET", "/a").first("ETag");
      get(site, "/a");
      get(site, "/a", "If-None-Match: " + tag);
      get(site, "/a", "If-Match: \"another\"");
      get(site, "/a", "Range: bytes=0-3");
      get(site, "/a", "Range: bytes=20-30");
      send(site, "HEAD", "/a");

      assertTold(
          site,
          "miss /a /a",
          "hit /a /a 10",
          "hit /a /a 0",
          "hit /a /a 0",
          "hit /a /a 4",
          "hit /a /a 0",
          "hit /a /a 0");
      assertLoads("stored /a /a 10");
      assertThat(site.larder.stats("/a").bytesServed()).isEqualTo(14);
      assertThat(site.larder.stats("/a").bytesStored()).isEqualTo(10);
      assertThat(site.larder.stats("/a").hitRatio()).isEqualTo(6 / 7.0);
    }
  }

  @Test
  void requestsThatNoRuleCoversAreNot() throws Exception {
    try (Site site = site(CountedRequestsTest::text, "/a ttl=30s")) {
      site.get("/b");
      site.send("POST", "/b");

      assertTold(site);
    }
  }

  @Test
  void whatIsNotLookedUp() throws Exception {
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .tenant("X-Tenant")
            .bypassWhen(request -> request.getParameter("bypass") != null)
            .build();
    try (Larder larder = larder();
        Site site =
            Site.of(CountedRequestsTest::text)
                .over(larder)
                .filter(CacheFilter.builder(larder).rule(rule).build())
                .start()) {
      send(site, "POST", "/a", "X-Tenant: t", "Content-Length: 0");
      send(site, "OPTIONS", "/a", "X-Tenant: t");
      get(site, "/a", "X-Tenant: t", "Authorization: x");
      get(site, "/a?bypass", "X-Tenant: t");
      get(site, "/a", "X-Tenant: t", "X-HTTP-Method-Override: DELETE");
      get(site, "/a");
      larder.enabled(false);
      get(site, "/a", "X-Tenant: t");

      assertTold(
          site,
          "bypass /* method",
          "bypass /* method",
          "bypass /* authorization",
          "bypass /* bypass-when",
          "bypass /* method-override",
          "bypass /* key-tenant",
          "bypass /* disabled");
      assertLoads();
      assertThat(larder.stats().bypassReasons()).hasSize(6).containsEntry("method", 2L);
    }
  }

  @Test
  void whatThrowsBeforeTheCacheIsAsked() throws Exception {
    CacheRule rule =
        CacheRule.path("/*")
            .bypassWhen(
                request -> {
                  throw new IllegalStateException("broken");
                })
            .build();
    try (Larder larder = larder();
        Site site =
            Site.of(CountedRequestsTest::text)
                .over(larder)
                .filter(CacheFilter.builder(larder).rule(rule).build())
                .start()) {
      get(site, "/a");

      assertTold(site, "bypass /* error");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-store, no-store",
    "Set-Cookie, a=b, set-cookie",
    "Vary, *, vary",
    "Content-Type, text/event-stream, event-stream"
  })
  void whatIsRefused(String name, String value, String reason) throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              response.setHeader(name, value);
              response.getOutputStream().write(1);
            },
            "/* ttl=30s")) {
      get(site, "/a");
      get(site, "/a");

      assertTold(site, "miss /* /a", "miss /* /a");
      assertLoads("refused /* /a " + reason, "refused /* /a " + reason);
      assertThat(site.larder.stats().refusals()).containsOnlyKeys(reason);
    }
  }

  @Test
  void whatIsTooLargeOrBreaksOff() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              if (request.getRequestURI().equals("/short")) {
                response.setContentLength(10);
              }
              response.getOutputStream().write(new byte[5_000]);
            },
            "/* ttl=30s maxBody=4KB")) {
      get(site, "/large");

      assertTold(site, "miss /* /large");
      assertLoads("refused /* /large too-large");
    }
  }

  @ParameterizedTest
  @EnumSource(StaleIfErrorTest.Failure.class)
  void failuresAndWhatIsServedInTheirPlace(StaleIfErrorTest.Failure failure) throws Exception {
    AtomicLong good = new AtomicLong(1);
    try (Site site =
        site(
            (request, response) -> {
              if (good.getAndDecrement() > 0) {
                text(request, response);
              } else {
                failure.happen(response);
              }
            },
            "/a ttl=30s staleIfError=1h",
            "/* ttl=30s")) {
      get(site, "/a");
      pass(33);
      get(site, "/a");
      get(site, "/b");

      assertTold(site, "miss /a /a", "stale /a /a 10", "miss /* /b");
      assertLoads("stored /a /a 10", "failed /a /a", "failed /* /b");
    }
  }

  @Test
  void aHeadOverWhatIsStale() throws Exception {
    AtomicLong good = new AtomicLong(1);
    try (Site site =
        site(
            (request, response) -> {
              if (good.getAndDecrement() > 0) {
                text(request, response);
              } else {
                response.setStatus(503);
              }
            },
            "/a ttl=30s staleIfError=1h")) {
      get(site, "/a");
      pass(33);
      send(site, "HEAD", "/a");
      good.set(1);
      send(site, "HEAD", "/a");
      send(site, "HEAD", "/a?new");

      assertTold(site, "miss /a /a", "stale /a /a 0", "miss /a /a", "miss /a /a?new");
    }
  }

  @Test
  void refreshesCountAsLoadsAndNotAsRequests() throws Exception {
    try (Site site = site(CountedRequestsTest::text, "/a ttl=30s staleWhileRevalidate=1h")) {
      get(site, "/a");
      pass(33);
      get(site, "/a");
      Awaitility.await().until(() -> site.filter.refreshing() == 0);
      get(site, "/a");

      assertTold(site, "miss /a /a", "stale /a /a 10", "hit /a /a 10");
      assertLoads("stored /a /a 10", "stored /a /a 10");
    }
  }

  @Test
  void whatClientsAskForThemselves() throws Exception {
    try (Site site = site(CountedRequestsTest::text, "/a ttl=30s keep=1h clientDirectives")) {
      get(site, "/a", "Cache-Control: only-if-cached");
      get(site, "/a");
      get(site, "/a", "Cache-Control: no-cache");
      get(site, "/a", "Cache-Control: no-store");

      assertTold(site, "miss /a /a", "miss /a /a", "miss /a /a", "bypass /a request");
      assertLoads("stored /a /a 10", "stored /a /a 10");
    }
  }

  @Test
  void whatTheHandlerConfirms() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              response.setHeader("ETag", "\"1\"");
              if (request.getHeader("If-None-Match") != null) {
                response.setStatus(304);
              } else {
                text(request, response);
              }
            },
            "/a ttl=30s keep=1h")) {
      get(site, "/a");
      pass(33);
      get(site, "/a");
      get(site, "/a");

      assertTold(site, "miss /a /a", "miss /a /a", "hit /a /a 10");
      assertLoads("stored /a /a 10", "stored /a /a 10");
    }
  }

  @Test
  void answersToPostThatServeLaterGets() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              response.setHeader("Cache-Control", "max-age=60");
              response.setHeader("Content-Location", "/a");
              text(request, response);
            },
            "/* proxy")) {
      send(site, "POST", "/a", "Content-Length: 0");
      get(site, "/a");

      assertTold(site, "bypass /* method", "hit /* /a 10");
      assertLoads("stored /* /a 10");
    }
  }

  @Test
  void answersThatAreKeyedByContent() throws Exception {
    try (Site site = site(CountedRequestsTest::text, "/a ttl=30s methods=GET,POST")) {
      send(site, "POST", "/a", "Content-Length: 0");
      send(site, "POST", "/a", "Content-Length: 0");

      Awaitility.await().untilAsserted(() -> assertThat(noted.loads).hasSize(1));
      assertThat(noted.requests).hasSize(2);
      assertThat(noted.requests.get(0)).startsWith("miss /a POST:/a#body=");
      assertThat(noted.requests.get(1)).startsWith("hit /a POST:/a#body=").endsWith(" 10");
      assertThat(noted.loads.get(0)).startsWith("stored /a POST:/a#body=").endsWith(" 10");
      assertSums(site);
    }
  }

  @Test
  void partsOfPages() throws Exception {
    try (Site site =
        site(
            (request, response) -> {
              response.setHeader("ETag", "\"1\"");
              response.setHeader("Cache-Control", "max-age=60");
              response.setStatus(206);
              response.setHeader("Content-Range", "bytes 0-3/10");
              response.getWriter().print("0123");
            },
            "/* proxy")) {
      get(site, "/a", "Range: bytes=0-3");
      get(site, "/a", "Range: bytes=1-2");

      assertTold(site, "miss /* /a", "hit /* /a 2");
      assertLoads("stored /* /a 39"); // with what says which part it is
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void thoseThatWaitedWithTheirThreads(Container.Kind kind) throws Exception {
    try (Larder larder = larder();
        Site site =
            Site.of(this::slow)
                .on(kind)
                .over(larder)
                .filter(CacheFilter.builder(larder).rules("/* ttl=30s").asyncWaiters(false).build())
                .start()) {
      assertCollapsed(site);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void thoseThatWaitedWithoutTheirThreads(Container.Kind kind) throws Exception {
    try (Site site = Site.of(this::slow).on(kind).over(larder()).start()) {
      assertCollapsed(site);
    }
  }

  private void slow(HttpServletRequest request, HttpServletResponse response) throws IOException {
    begun.countDown();
    await(go);
    text(request, response);
  }

  private void assertCollapsed(Site site) throws Exception {
    List<Future<RawResponse>> answers = leaderAndFollowers(site, 10);
    go.countDown();
    for (Future<RawResponse> each : answers) {
      assertThat(get(each).status()).isEqualTo(200);
    }
    sent = 11;

    Awaitility.await().untilAsserted(() -> assertSums(site));
    CacheStats stats = site.larder.stats();
    assertThat(stats.misses()).isEqualTo(11);
    assertThat(stats.collapsed()).isEqualTo(10);
    assertThat(stats.loads()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"JETTY, true", "JETTY, false", "TOMCAT, true", "UNDERTOW, false"})
  void thoseThatWaitedForWhatIsNotShared(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  response.setHeader("Cache-Control", "no-store");
                  text(request, response);
                })
            .on(kind)
            .over(larder())
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 10);
      go.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(get(each).status()).isEqualTo(200);
      }
      sent = 11;

      Awaitility.await().untilAsserted(() -> assertSums(site));
      assertThat(site.larder.stats().misses()).isEqualTo(11);
      assertThat(site.larder.stats().collapsed()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"JETTY, true", "JETTY, false", "TOMCAT, true", "UNDERTOW, false"})
  void thoseThatWaitedForAFailure(Container.Kind kind, boolean seen) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  begun.countDown();
                  await(go);
                  throw new ServletException("broken");
                })
            .on(kind)
            .over(larder())
            .seesDispatches(seen)
            .start()) {
      List<Future<RawResponse>> answers = leaderAndFollowers(site, 10);
      go.countDown();
      for (Future<RawResponse> each : answers) {
        assertThat(get(each).status()).isEqualTo(500);
      }
      sent = 11;

      Awaitility.await().untilAsserted(() -> assertSums(site));
      assertThat(site.larder.stats().misses()).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void clientsThatGoAwayWhileTheyWait(Container.Kind kind) throws Exception {
    try (Site site = Site.of(this::slow).on(kind).over(larder()).start()) {
      List<Future<RawResponse>> answers = new ArrayList<>(ask(site, 1));
      await(begun);
      try (RawClient client = new RawClient(site.container.base())) {
        client.send("GET", "/a");
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        client.abort();
      }
      go.countDown();
      assertThat(get(answers.get(0)).status()).isEqualTo(200);
      sent = 2;

      Awaitility.await().untilAsserted(() -> assertSums(site));
      assertThat(site.larder.stats().misses()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void handlersThatGoOnAsynchronously(Container.Kind kind) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    text(request, response);
                    return;
                  }
                  AsyncContext context = request.startAsync();
                  switch (request.getRequestURI()) {
                    case "/dispatch" -> context.dispatch();
                    default ->
                        later.execute(
                            () -> {
                              write(context, "0123456789");
                            });
                  }
                })
            .on(kind)
            .over(larder())
            .seesDispatches()
            .start()) {
      get(site, "/a");
      Awaitility.await().until(() -> site.larder.stats().stored() == 1);
      get(site, "/a");
      get(site, "/dispatch");

      assertTold(site, "miss /* /a", "hit /* /a 10", "miss /* /dispatch");
    }
  }
}
