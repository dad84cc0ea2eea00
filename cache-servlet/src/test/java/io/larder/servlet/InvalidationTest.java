package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ManyTimes
class InvalidationTest {

  private final AtomicInteger version = new AtomicInteger();

  private final Site.Handler counting =
      (request, response) -> response.getWriter().print("v" + version.incrementAndGet());

  @Test
  void anEvictedPageIsComputedAnew() throws Exception {
    try (Site site = Site.of(counting).start()) {
      site.get("/a?x=1");
      site.get("/b");
      assertThat(site.filter.find(site.key("/a?x=1"))).isInstanceOf(CacheEntry.class);

      site.filter.evict(site.key("/a?x=1"));

      assertThat(site.get("/a?x=1").text()).isEqualTo("v3");
      assertThat(site.get("/b").text()).isEqualTo("v2");
    }
  }

  @Test
  void aTagTakesThePagesThatCarryItAndNoOthers() throws Exception {
    try (Site site = Site.of(counting).rules("/* ttl=30s tags=all,country:{country}").start()) {
      site.get("/a?country=France");
      site.get("/b?country=C%C3%B4te+d%27Ivoire");
      site.get("/c");

      site.larder.invalidate("country:Côte d'Ivoire");

      assertThat(site.get("/a?country=France").text()).isEqualTo("v1");
      assertThat(site.get("/b?country=C%C3%B4te+d%27Ivoire").text()).isEqualTo("v4");
      assertThat(site.get("/c").text()).isEqualTo("v3");
      site.larder.invalidate("all");
      assertThat(site.get("/c").text()).isEqualTo("v5");
    }
  }

  @Nested
  class AnUnsafeRequest {

    private final AtomicInteger stock = new AtomicInteger(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @ParameterizedTest
    @CsvSource({
      "JETTY, close",
      "JETTY, flush",
      "JETTY, redirect",
      "TOMCAT, close",
      "TOMCAT, flush",
      "UNDERTOW, close",
      "UNDERTOW, flush",
      "UNDERTOW, redirect",
    })
    void hasEvictedBeforeItsClientIsAnswered(Container.Kind kind, String way) throws Exception {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      response.getWriter().print(stock.get());
                      return;
                    }
                    stock.incrementAndGet();
                    response.setContentLength(0);
                    switch (way) {
                      case "close" -> response.getOutputStream().close();
                      case "flush" -> response.flushBuffer();
                      default -> response.sendRedirect("/a");
                    }
                    awaitLatch(go);
                  })
              .on(kind)
              .start()) {
        site.get("/a");
        // The handler still runs.
        RawResponse answer = site.send("POST", "/a", "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(way.equals("redirect") ? 302 : 200);

        assertThat(site.get("/a").text()).isEqualTo("2");
        go.countDown();
      }
    }

    @Test
    void thatAnswersBeforeItChangesAnythingEvictsAgain() throws Exception {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      response.getWriter().print(stock.get());
                      return;
                    }
                    response.setContentLength(0);
                    response.flushBuffer();
                    awaitLatch(go);
                    stock.incrementAndGet();
                  })
              .start()) {
        site.get("/a");
        site.send("POST", "/a", "Content-Length: 0");
        assertThat(site.get("/a").text()).isEqualTo("1");
        assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
        go.countDown();

        Awaitility.await().until(() -> site.get("/a").text().equals("2"));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "error", "throws", "closed"})
    void thatFailsEvictsNothing(String way) throws Exception {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      response.getWriter().print(stock.get());
                      return;
                    }
                    switch (way) {
                      case "error" -> response.sendError(409);
                      case "throws" -> throw new IllegalStateException("broken");
                      default -> response.setStatus(409);
                    }
                    if (way.equals("closed")) {
                      response.getOutputStream().close();
                    }
                  })
              .start()) {
        site.get("/a");
        assertThat(site.send("POST", "/a", "Content-Length: 0").status()).isGreaterThan(400);

        assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      }
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsConditionsAndItsBody(Container.Kind kind) throws Exception {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    response.setHeader("X-Match", request.getHeader("If-Match"));
                    response.getOutputStream().write(request.getInputStream().readAllBytes());
                  })
              .on(kind)
              .start()) {
        RawResponse answer =
            site.send("PUT", "/a", "If-Match: \"1\"", "Range: bytes=0-1", "Content-Length: 0");

        assertThat(answer.first("X-Match")).isEqualTo("\"1\"");
      }
    }
  }

  @Nested
  class DuringALoad {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private final Site.Handler latched =
        (request, response) -> {
          int now = version.incrementAndGet();
          if (now == 1) {
            begun.countDown();
            awaitLatch(go);
          }
          response.getWriter().print("v" + now);
        };

    @ParameterizedTest
    @ValueSource(strings = {"evict", "tag", "clear", "post"})
    void keepsTheOldValueOut(String how) throws Exception {
      try (Site site = Site.of(latched).rules("/* ttl=30s tags=t").start()) {
        CompletableFuture<RawResponse> old = Site.aside(() -> unchecked(() -> site.get("/a")));
        awaitLatch(begun);
        switch (how) {
          case "evict" -> site.filter.evict(site.key("/a"));
          case "tag" -> site.larder.invalidate("t");
          case "clear" -> site.larder.clear();
          default -> site.send("POST", "/a", "Content-Length: 0");
        }
        go.countDown();

        assertThat(old.get(20, TimeUnit.SECONDS).text()).isEqualTo("v1");
        assertThat(site.get("/a").text()).isNotEqualTo("v1");
        assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      }
    }

    @Test
    void whoComesAfterItGetsNothingOlder() throws Exception {
      try (Site site = Site.of(latched).start()) {
        CompletableFuture<RawResponse> old = Site.aside(() -> unchecked(() -> site.get("/a")));
        awaitLatch(begun);
        site.filter.evict(site.key("/a"));
        CompletableFuture<RawResponse> late = Site.aside(() -> unchecked(() -> site.get("/a")));
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        go.countDown();

        assertThat(old.get(20, TimeUnit.SECONDS).text()).isEqualTo("v1");
        assertThat(late.get(20, TimeUnit.SECONDS).text()).isEqualTo("v2");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "FROBNICATE"})
  void anUnsafeRequestThatSucceedsEndsThePageOfItsUri(String method) throws Exception {
    try (Site site = Site.of(counting).start()) {
      site.get("/a?x=1&y=2");
      site.get("/b");
      RawResponse unsafe = site.send(method, "/a?y=2&x=1", "Content-Length: 0");

      assertThat(unsafe.first("Cache-Status")).isEqualTo("larder; fwd=method");
      assertThat(site.get("/a?x=1&y=2").text()).isEqualTo("v4");
      assertThat(site.get("/b").text()).isEqualTo("v2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void anUnsafeRequestThatFailsLeavesThePage(int status) throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getMethod().equals("POST")) {
                    response.sendError(status);
                  } else {
                    counting.handle(request, response);
                  }
                })
            .start()) {
      site.get("/a");
      site.send("POST", "/a", "Content-Length: 0");

      assertThat(site.get("/a").text()).isEqualTo("v1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnsafeRequestThatIsAnsweredLaterEndsThePageWhenItIsAnswered(Container.Kind kind)
      throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  if (request.getMethod().equals("POST")) {
                    AsyncContext context = request.startAsync();
                    context.start(context::complete);
                  } else {
                    counting.handle(request, response);
                  }
                })
            .on(kind)
            .start()) {
      site.get("/a");
      site.send("POST", "/a", "Content-Length: 0");

      Awaitility.await().until(() -> site.get("/a").text().equals("v2"));
    }
  }

  @Test
  void anUnsafeRequestThatNoRuleCoversEndsNothing() throws Exception {
    try (Site site = Site.of(counting).rules("/a ttl=30s").start()) {
      site.get("/a");

      assertThat(site.send("POST", "/b", "Content-Length: 0").all("Cache-Status")).isEmpty();
      assertThat(site.get("/a").text()).isEqualTo("v1");
    }
  }

  @Test
  void whatIsSwitchedOffIsNeitherLookedUpNorStored() throws Exception {
    try (Site site = Site.of(counting).start()) {
      site.get("/a");
      site.larder.enabled(false);
      RawResponse off = site.get("/a");
      assertThat(off.text()).isEqualTo("v2");
      assertThat(off.first("Cache-Status")).isEqualTo("larder; fwd=bypass; detail=disabled");
      site.larder.enabled(true);
      assertThat(site.get("/a").text()).isEqualTo("v1");
    }
  }

  static void awaitLatch(CountDownLatch latch) {
    unchecked(() -> latch.await(20, TimeUnit.SECONDS));
  }

  private static <T> T unchecked(Callable<T> action) {
    try {
      return action.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
