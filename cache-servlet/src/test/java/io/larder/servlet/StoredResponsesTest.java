package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Larder;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of what handlers answer: each refusal beside something alike that is stored. */
class StoredResponsesTest {

  private static Arguments answer(String name, String detail, Site.Handler handler) {
    return Arguments.of(name, detail, handler);
  }

  private static Site.Handler with(String field, String value) {
    return (request, response) -> {
      response.setHeader(field, value);
      response.getWriter().print("x");
    };
  }

  private static Site.Handler status(int status) {
    return (request, response) -> {
      response.setStatus(status);
      response.getWriter().print("x");
    };
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        answer("a cookie", "set-cookie", (q, r) -> r.addCookie(new Cookie("a", "b"))),
        answer("a cookie's line", "set-cookie", with("Set-Cookie", "a=b")),
        answer("private", "private", with("Cache-Control", "max-age=60, private")),
        answer("no-store", "no-store", with("Cache-Control", "no-store")),
        answer("no-cache", "no-cache", with("Cache-Control", "no-cache")),
        answer("own no-store", "no-store", with("Larder-Cache-Control", "no-store")),
        answer("max-age=0", "stale", with("Cache-Control", "max-age=0")),
        answer("Vary: *", "vary", with("Vary", "*")),
        answer("Content-Encoding", "content-encoding", with("Content-Encoding", "gzip")),
        answer("a part", "partial", with("Content-Range", "bytes 0-1/2")),
        answer("events", "event-stream", with("Content-Type", "text/event-stream")),
        answer("404", "no-lifetime", status(404)),
        answer("500", "no-lifetime", status(500)),
        answer("503", "no-lifetime", status(503)),
        answer("206", "partial", status(206)),
        answer("sendError", "send-error", (q, r) -> r.sendError(404)),
        answer("sendRedirect", "no-lifetime", (q, r) -> r.sendRedirect("/x")),
        answer("a new session", "session", (q, r) -> write(r, q.getSession().getId())),
        answer("too large", "too-large", (q, r) -> write(r, "x".repeat(2000))),
        answer(
            "an announced length that is too large",
            "too-large",
            (q, r) -> {
              r.setContentLength(2000);
              write(r, "x".repeat(2000));
            }),
        answer(
            "do not store",
            "do-not-store",
            (q, r) -> {
              FillContext.of(q).doNotStore();
              write(r, "x");
            }));
  }

  static Stream<Arguments> stored() {
    return Stream.of(
        answer("nothing said", "", (q, r) -> write(r, "x")),
        answer("public", "", with("Cache-Control", "public, max-age=60")),
        answer("max-age", "", with("Cache-Control", "max-age=1")),
        answer("Vary", "", with("Vary", "Accept-Language")),
        answer("Vary on what the key holds", "", with("Vary", "x-key")),
        answer("identity", "", with("Content-Encoding", "identity")),
        answer("a plain field", "", with("Set-Something", "a=b")),
        answer("nothing at all", "", (q, r) -> {}),
        answer("as large as may be", "", (q, r) -> write(r, "x".repeat(1024))),
        answer("no session", "", (q, r) -> write(r, "" + q.getSession(false))),
        answer(
            "flushed in the middle",
            "",
            (q, r) -> {
              write(r, "a");
              r.flushBuffer();
              write(r, "b");
            }));
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().print(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, String detail, Site.Handler handler) throws Exception {
    try (Site site = site(handler)) {
      RawResponse first = site.get("/a");
      RawResponse second = site.get("/a");

      assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; detail=" + detail);
      assertThat(second.first("Cache-Status")).isEqualTo(first.first("Cache-Status"));
      assertThat(second.status()).isEqualTo(first.status());
      assertThat(first.all("Larder-Cache-Control")).isEmpty();
      assertThat(site.runs()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void stored(String name, String detail, Site.Handler handler) throws Exception {
    try (Site site = site(handler)) {
      RawResponse first = site.get("/a");
      RawResponse second = site.get("/a");

      assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(second.first("Cache-Status")).startsWith("larder; hit");
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(site.runs()).isOne();
    }
  }

  private static final String RULE = "/* ttl=30s maxBody=1KB headers=X-Key";

  private static Lookup<Page> stored(Site site) {
    return site.filter.find(CacheRule.parse(RULE).key(URI.create("http://127.0.0.1/a")));
  }

  private static Site site(Site.Handler handler) throws Exception {
    return Site.of(handler).rules(RULE).start();
  }

  @Nested
  class WhatBroke {

    @Test
    void aHandlerThatThrowsIsNotStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                write(response, "half");
                throw new IOException("the upstream went away");
              })) {
        assertThat(site.get("/a").status()).isEqualTo(500);
        assertThat(site.get("/a").status()).isEqualTo(500);
        assertThat(site.runs()).isEqualTo(2);
      }
    }

    @Test
    void aHandlerThatThrowsAfterItsHeadHasLeftIsNotStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                write(response, "half");
                response.flushBuffer();
                throw new IllegalStateException("broke");
              })) {
        assertThat(site.get("/a").complete()).isFalse();
        assertThat(site.get("/a").complete()).isFalse();
        assertThat(site.runs()).isEqualTo(2);
      }
    }

    @Test
    void aHandlerThatClosesItsBodyAndThrowsIsNotStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                try (var writer = response.getWriter()) {
                  writer.print("[half");
                  throw new IllegalStateException("broke");
                }
              })) {
        site.get("/a");
        assertThat(stored(site)).isInstanceOf(Miss.class);
        site.get("/a");
        assertThat(site.runs()).isEqualTo(2);
      }
    }

    @Test
    void aHandlerThatThrowsBehindTheAnnouncedLengthIsNotStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                response.setContentLength(4);
                response.getOutputStream().write("half".getBytes(UTF_8));
                throw new IllegalStateException("broke");
              })) {
        site.get("/a");
        assertThat(stored(site)).isInstanceOf(Miss.class);
        site.get("/a");
        assertThat(site.runs()).isEqualTo(2);
      }
    }

    @Test
    void aHandlerThatClosesItsBodyAndReturnsIsStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                try (var writer = response.getWriter()) {
                  writer.print("whole");
                }
              })) {
        RawResponse miss = site.get("/a");
        assertThat(miss.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
        // The client has its answer when the body is closed, the page is stored on return.
        Awaitility.await().until(() -> stored(site) instanceof CacheEntry);
        RawResponse hit = site.get("/a");
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
        assertThat(hit.text()).isEqualTo("whole");
        assertThat(hit.all("ETag")).isEqualTo(miss.all("ETag")).hasSize(1);
        assertThat(site.runs()).isOne();
      }
    }

    @Test
    void aBodyThatIsShorterThanAnnouncedIsNotStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                response.setContentLength(10);
                write(response, "short");
              })) {
        site.get("/a");
        site.get("/a");
        assertThat(site.runs()).isEqualTo(2);
      }
    }

    @ParameterizedTest
    @EnumSource(Container.Kind.class)
    void aBodyThatIsLongerThanAnnouncedAfterwardsIsNotStored(Container.Kind kind) throws Exception {
      try (Site site =
          Site.of(
                  (request, response) -> {
                    write(response, "longer");
                    response.setContentLength(request.getParameter("whole") == null ? 3 : 6);
                  })
              .on(kind)
              .start()) {
        assertThat(site.get("/a").first("Cache-Status")).contains("length-mismatch");
        site.get("/a");
        assertThat(site.runs()).isEqualTo(2);

        site.get("/a?whole");
        assertThat(site.get("/a?whole").text()).isEqualTo("longer");
        assertThat(site.runs()).isEqualTo(3);
      }
    }

    @Test
    void aBodyOfTheAnnouncedLengthIsStored() throws Exception {
      try (Site site =
          site(
              (request, response) -> {
                response.setContentLength(5);
                write(response, "whole");
              })) {
        site.get("/a");
        assertThat(site.get("/a").text()).isEqualTo("whole");
        assertThat(site.runs()).isOne();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, true, true",
    "1048576, false, true",
    "1048577, true, false",
    "1048577, false, false",
  })
  void aBodyOfAsMuchAsIsAllowedIsStored(int size, boolean announced, boolean stored)
      throws Exception {
    try (Site site =
        Site.of(
                (request, response) -> {
                  response.setHeader("X-Long", "x".repeat(2000));
                  if (announced) {
                    response.setContentLength(size);
                  }
                  response.getOutputStream().write(new byte[size]);
                })
            .start()) {
      site.get("/a");
      RawResponse second = site.get("/a");

      assertThat(second.body()).hasSize(size);
      assertThat(site.runs()).isEqualTo(stored ? 1 : 2);
    }
  }

  private static Site.Handler said(int status, String cacheControl) {
    return (request, response) -> {
      response.setHeader("Cache-Control", cacheControl);
      status(status).handle(request, response);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {203, 301, 302, 307, 308, 404, 410, 451, 500, 599})
  void anotherStatusIsStoredIfItSaysForHowLong(int status) throws Exception {
    try (Site site = Site.of(said(status, "max-age=60")).rules("/* ttl=30s").start()) {
      site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.status()).isEqualTo(status);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
    }
    try (Site site = Site.of(said(status, "max-age=60")).rules("/* ttl=30s statuses=200").start()) {
      assertThat(site.get("/a").first("Cache-Status")).endsWith("; detail=status");
    }
    try (Site site = Site.of(said(status, "public")).rules("/* ttl=30s").start()) {
      assertThat(site.get("/a").first("Cache-Status")).endsWith("; detail=no-lifetime");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JETTY", "UNDERTOW"}) // Tomcat 11 cannot redirect beside Servlet 6.0
  void aRedirectIsStoredIfItSaysForHowLong(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          response.setHeader("Cache-Control", "max-age=60");
          response.getWriter().print("taken back");
          response.sendRedirect("x?a=b");
        };
    try (Site site = Site.of(handler).on(kind).rules("/* ttl=30s").start()) {
      RawResponse first = site.get("/a");
      Awaitility.await().until(() -> site.filter.find(site.key("/a")) instanceof CacheEntry);
      RawResponse hit = site.get("/a");

      assertThat(first.first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(hit.all("Cache-Status")).hasSize(1);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.status()).isEqualTo(302);
      assertThat(hit.all("Location")).isEqualTo(first.all("Location")).hasSize(1);
      assertThat(hit.body()).isEmpty();
      assertThat(site.runs()).isOne();
    }
  }

  /** An error is stored for its own short time, and not a moment longer. */
  @ParameterizedTest
  @CsvSource({"'', 10", "errorTtl=3s, 3", "errorTtl=1m, 60"})
  void anErrorHasATimeOfItsOwn(String attribute, int seconds) throws Exception {
    AtomicLong now = new AtomicLong();
    try (Site site =
        Site.of(status(404))
            .over(Larder.builder().store("memory:").ticker(now::get).build())
            .rules(
                "/* ttl=1h staleIfError=1h staleWhileRevalidate=1h statuses=200,404 " + attribute)
            .start()) {
      site.get("/a");
      now.addAndGet(Duration.ofSeconds(seconds).toNanos() - 1);
      assertThat(site.get("/a").first("Cache-Status")).startsWith("larder; hit");
      now.addAndGet(1);
      assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=uri-miss; stored");
    }
  }

  @Test
  void anotherStatusIsStoredWhereTheRuleSaysSo() throws Exception {
    try (Site site = Site.of(status(404)).rules("/* ttl=30s statuses=200,404").start()) {
      site.get("/a");
      RawResponse hit = site.get("/a");

      assertThat(hit.status()).isEqualTo(404);
      assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      assertThat(hit.all("ETag")).isEmpty();
    }
  }
}
