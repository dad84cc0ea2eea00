package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.CacheStats;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that only tells what it would do does nothing else. */
class ShadowTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger version = new AtomicInteger(1);

  private Site site(Container.Kind kind, String rules) throws Exception {
    return Site.of(this::answer)
        .on(kind)
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules(rules)
        .start();
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getParameter("control") != null) {
      response.setHeader("Cache-Control", request.getParameter("control"));
    }
    if (request.getParameter("tenant") != null) {
      response.setHeader("X-For", request.getHeader("X-Tenant"));
    }
    response
        .getWriter()
        .print(
            "v"
                + version.get()
                + " "
                + request.getHeader("If-None-Match")
                + request.getHeader("Range"));
  }

  private static String told(RawResponse answer) {
    assertThat(answer.all("Cache-Status")).hasSize(1);
    assertThat(answer.first("Age")).isNull();
    assertThat(answer.first("ETag")).isNull();
    return answer.first("Cache-Status").replace("larder; fwd=bypass; detail=", "");
  }

  @ParameterizedTest
  @EnumSource
  void everyRequestReachesTheHandlerAndNothingIsStored(Container.Kind kind) throws Exception {
    try (Site site = site(kind, "/* ttl=30s mode=shadow")) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
      assertThat(told(site.send("HEAD", "/a"))).isEqualTo("shadow:hit");
      assertThat(told(site.get("/b?control=no-store"))).isEqualTo("shadow:no-store");
      assertThat(told(site.get("/c?tenant", "X-Tenant: ann")))
          .isEqualTo("shadow:read:header:x-tenant");
      assertThat(site.runs()).isEqualTo(5);
      assertThat(site.larder.pages().find(site.key("/a"))).isInstanceOf(Miss.class);

      CacheStats stats = site.larder.stats();
      assertThat(stats.hits()).isEqualTo(2);
      assertThat(stats.misses()).isEqualTo(3);
      assertThat(stats.stored()).isEqualTo(1);
      assertThat(stats.refused()).isEqualTo(2);
      assertThat(stats.outdated()).isZero();
      assertThat(stats.bytesStored()).isEqualTo("v1 nullnull".length());
    }
  }

  @Test
  void itEndsAsItWould() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(31).toNanos());
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.send("POST", "/a", "Content-Length: 0");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.filter.evict(URI.create("http://127.0.0.1/a"));
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
    }
  }

  @Test
  void aHitThatWouldBeOutdatedIsCounted() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      site.get("/a");
      version.set(2);
      RawResponse other = site.get("/a");
      assertThat(other.text()).startsWith("v2");
      assertThat(told(other)).isEqualTo("shadow:hit-outdated");
      assertThat(site.larder.stats().outdated()).isOne();
    }
  }

  /** Whatever a client says beside, unless it has asked for less than the page. */
  @Test
  void aHitThatWouldNotBeStoredNowIsOutdated() throws Exception {
    Site.Handler handler =
        (request, response) -> {
          if (version.get() > 1) {
            response.setHeader("Cache-Control", "no-store");
          }
          response.getWriter().print("v");
        };
    try (Site site = Site.of(handler).rules("/* ttl=30s mode=shadow").start()) {
      site.get("/a");
      version.set(2);
      assertThat(told(site.get("/a", "Cache-Control: max-age=0"))).isEqualTo("shadow:hit-outdated");
      assertThat(told(site.get("/a", "Range: bytes=0-0"))).isEqualTo("shadow:hit");
    }
  }

  /** Conditions, ranges and what a rule hides are the handler's to see. */
  @Test
  void theHandlerSeesTheRequestAsItCame() throws Exception {
    try (Site site =
        site(
            Container.Kind.JETTY,
            "/* ttl=30s mode=shadow hide=cookies,headers,params ignoreParams=tenant")) {
      RawResponse answer =
          site.get("/a?tenant=x", "X-Tenant: ann", "If-None-Match: \"1\"", "Range: bytes=0-1");
      assertThat(answer.text()).isEqualTo("v1 \"1\"bytes=0-1");
      assertThat(answer.first("X-For")).isEqualTo("ann");
      assertThat(told(answer)).isEqualTo("shadow:stored");
    }
  }

  @Test
  void whoWouldBePassedByIsPassedBy() throws Exception {
    try (Site site = site(Container.Kind.JETTY, "/* ttl=30s mode=shadow")) {
      assertThat(told(site.get("/a", "Authorization: x"))).isEqualTo("authorization");
      assertThat(
              site.filter
                  .explain("GET", URI.create("http://127.0.0.1/a"), java.util.Map.of())
                  .reasons())
          .containsExactly(
              "mode=shadow: nothing of this is done, it is only told",
              "nothing is stored under the key");
    }
  }

  @Test
  void aFilterMayBeAShadowButForOneRule() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheFilter filter =
        CacheFilter.builder(larder)
            .mode(CacheMode.SHADOW)
            .rules("/a ttl=30s\n/b ttl=30s mode=on")
            .build();
    try (Site site = Site.of(this::answer).over(larder).filter(filter).start()) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      site.get("/b");
      assertThat(site.get("/b").first("Cache-Status")).startsWith("larder; hit");
    }
  }

  @Test
  void anotherModeIsRefused() {
    assertThatThrownBy(() -> CacheRule.parse("/a ttl=1s mode=off"))
        .hasMessageContaining("mode 'off' is neither on nor shadow");
  }

  private Site shadow(Site.Handler handler, String attributes) throws Exception {
    return Site.of(handler)
        .over(Larder.builder().store("memory:").ticker(now::get).build())
        .rules("/* ttl=30s mode=shadow " + attributes)
        .start();
  }

  private static void thousandBytes(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getOutputStream().write(new byte[1_000]);
  }

  @Test
  void staleWhenIsShownTheWholeHead() throws Exception {
    Larder larder = Larder.open("memory:");
    CacheRule rule =
        CacheRule.path("/*")
            .ttl(Duration.ofSeconds(30))
            .mode(CacheMode.SHADOW)
            .staleWhen(stored -> !("" + version.get()).equals(stored.header("X-Build")))
            .build();
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("X-Build", "" + version.get());
                  thousandBytes(request, response);
                })
            .over(larder)
            .filter(CacheFilter.builder(larder).rule(rule).build())
            .start()) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
      version.set(2);
      assertThat(told(site.get("/a"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:hit");
    }
  }

  @Test
  void aShareIsAsFullAsItWouldBe() throws Exception {
    try (Site site = shadow(ShadowTest::thousandBytes, "share=5KB")) {
      for (int i = 0; i < 3; i++) {
        assertThat(told(site.get("/a?" + i))).isEqualTo("shadow:stored");
      }
      assertThat(told(site.get("/a?3"))).isEqualTo("shadow:share");
      assertThat(told(site.get("/a?2"))).isEqualTo("shadow:hit");
      assertThat(site.larder.stats().stored()).isEqualTo(3);
      assertThat(site.larder.stats().refusals()).containsEntry("share", 1L);
      now.addAndGet(Duration.ofSeconds(31).toNanos());
      assertThat(told(site.get("/a?3"))).isEqualTo("shadow:stored");
    }
  }

  @Test
  void newKeysAreAsManyAsTheyWouldBe() throws Exception {
    try (Site site = shadow(ShadowTest::thousandBytes, "maxNewKeys=2")) {
      assertThat(told(site.get("/a?1"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a?2"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a?3"))).isEqualTo("shadow:new-keys");
      assertThat(told(site.get("/a?2"))).isEqualTo("shadow:hit");
      CacheStats stats = site.larder.stats();
      assertThat(stats.passReasons()).containsEntry("new-keys", 1L);
      assertThat(stats.requests()).isEqualTo(stats.hits() + stats.misses());
    }
  }

  @Test
  void headsAreAsLargeAsTheyWouldBe() throws Exception {
    try (Site site =
        shadow(
            (request, response) -> {
              response.setHeader("X-Long", "x".repeat(2_000));
              thousandBytes(request, response);
            },
            "maxHead=1KB")) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:head-too-large");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:head-too-large");
    }
  }

  @Test
  void variantsAreAsManyAsTheyWouldBe() throws Exception {
    try (Site site =
        shadow(
            (request, response) -> {
              response.setHeader("Vary", "Accept-Language");
              thousandBytes(request, response);
            },
            "maxVariants=1")) {
      assertThat(told(site.get("/a", "Accept-Language: de"))).isEqualTo("shadow:stored");
      assertThat(told(site.get("/a", "Accept-Language: fr"))).isEqualTo("shadow:too-many-variants");
      assertThat(told(site.get("/a", "Accept-Language: de"))).isEqualTo("shadow:hit");
    }
  }

  @Test
  void aTokenInTheBodyIsFound() throws Exception {
    try (Site site =
        shadow(
            (request, response) -> {
              response.setContentType("text/html");
              response.getWriter().print("<input name=_csrf value=abc>");
              if (request.getQueryString() != null) {
                response.flushBuffer();
              }
            },
            "")) {
      assertThat(told(site.get("/a"))).isEqualTo("shadow:csrf-token");
      assertThat(told(site.get("/a"))).isEqualTo("shadow:csrf-token");
      site.get("/a?streamed"); // it is known when its head has left
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(site.larder.stats().refusals()).containsEntry("csrf-token", 3L));
      assertThat(told(site.get("/a?streamed"))).isEqualTo("shadow:stored");
    }
  }

  /** Nobody would wait for what is known to be for one client alone. */
  @Test
  void whatIsNotToBeSharedWouldNotBeWaitedFor() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    try (Site site =
        shadow(
            (request, response) -> {
              if (request.getQueryString() != null) {
                response.setHeader("Cache-Control", "no-store");
              }
              if (request.getHeader("X-Alone") == null) {
                runs.incrementAndGet();
                meet(together);
              }
              thousandBytes(request, response);
            },
            "")) {
      twice(site, "/b");
      assertThat(runs).hasValue(2);
      assertThat(site.larder.stats().collapsed()).isOne();

      site.get("/a?private", "X-Alone: 1");
      twice(site, "/a?private");
      assertThat(runs).hasValue(4);
      assertThat(site.larder.stats().collapsed()).isOne();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void twice(Site site, String target) throws Exception {
    CompletableFuture<String> other = Site.aside(() -> asked(site, target));
    asked(site, target);
    other.get(20, TimeUnit.SECONDS);
  }

  private static String asked(Site site, String target) {
    try {
      return site.get(target).first("Cache-Status");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The handler of a request that is under way goes on, and nothing is remembered of it. */
  @Test
  void itEndsWithItsFilter() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Site site =
        shadow(
            (request, response) -> {
              begun.countDown();
              InvalidationTest.awaitLatch(go);
              thousandBytes(request, response);
            },
            "")) {
      CompletableFuture<String> status = Site.aside(() -> asked(site, "/a"));
      InvalidationTest.awaitLatch(begun);
      site.filter.destroy();
      go.countDown();
      assertThat(status.get(20, TimeUnit.SECONDS)).endsWith("detail=shadow:store-unavailable");
      assertThat(site.larder.pages().find("http://127.0.0.1/b")).isInstanceOf(Miss.class);
    }
  }
}
