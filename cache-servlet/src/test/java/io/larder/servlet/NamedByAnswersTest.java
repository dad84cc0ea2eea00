package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

/** What else than its own page the answer to an unsafe request ends. */
@ManyTimes
class NamedByAnswersTest {

  private final AtomicInteger version = new AtomicInteger();

  /** The fields and the status of answers to anything but a GET of a page. */
  private final Map<String, String> answered = new ConcurrentHashMap<>();

  private volatile int status = 200;

  /** The groups of the page of a path. */
  private final Map<String, String> groups = new ConcurrentHashMap<>();

  private final Site.Handler site = this::handle;

  private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean page = request.getMethod().equals("GET") && !request.getRequestURI().equals("/write");
    if (page) {
      String group = groups.get(request.getRequestURI());
      if (group != null) {
        response.setHeader("Cache-Groups", group);
      }
      response.getWriter().print("v" + version.incrementAndGet());
    } else {
      response.setStatus(status);
      answered.forEach(response::setHeader);
    }
  }

  private static void assertEnded(Site site, String target) throws IOException {
    assertThat(site.get(target).first("Cache-Status")).startsWith("larder; fwd=uri-miss");
  }

  private static void assertStands(Site site, String target) throws IOException {
    assertThat(site.get(target).first("Cache-Status")).startsWith("larder; hit");
  }

  @Nested
  class Rfc9111Section4_4 {

    @ParameterizedTest
    @CsvSource({
      "JETTY, Location, /a, 201",
      "TOMCAT, Location, /a, 201",
      "UNDERTOW, Location, /a, 201",
      "JETTY, Content-Location, /a, 200",
      "TOMCAT, Content-Location, /a, 200",
      "UNDERTOW, Content-Location, /a, 200",
      "JETTY, Location, a, 303",
      "JETTY, Location, ./x/../a, 303",
      "JETTY, Content-Location, HTTP://127.0.0.1:80/a#part, 200",
    })
    void whatTheAnswerNamesEnds(Container.Kind kind, String name, String value, int code)
        throws Exception {
      status = code;
      answered.put(name, value);
      try (Site running = Site.of(site).on(kind).start()) {
        running.get("/a");
        running.get("/b");

        running.send("POST", "/write", "Content-Length: 0");

        assertEnded(running, "/a");
        assertStands(running, "/b");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://example.org/a",
          "https://127.0.0.1/a",
          "http://127.0.0.1:8080/a",
          "//127.0.0.2/a",
          "http://user@127.0.0.1/a"
        })
    void anotherOriginsPagesStand(String location) throws Exception {
      answered.put("Location", location);
      answered.put("Content-Location", location);
      status = 201;
      try (Site running = Site.of(site).start()) {
        running.get("/a");

        running.send("POST", "/write", "Content-Length: 0");

        assertStands(running, "/a");
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500, 503})
    void anErrorEndsNothing(int code) throws Exception {
      answered.put("Location", "/a");
      answered.put("Cache-Group-Invalidation", "\"g\"");
      groups.put("/b", "\"g\"");
      status = code;
      try (Site running = Site.of(site).start()) {
        running.get("/a");
        running.get("/b");

        running.send("POST", "/write", "Content-Length: 0");

        assertStands(running, "/a");
        assertStands(running, "/b");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void aSafeMethodEndsNothing(String method) throws Exception {
      answered.put("Content-Location", "/a");
      answered.put("Cache-Group-Invalidation", "\"g\"");
      groups.put("/b", "\"g\"");
      try (Site running = Site.of(site).start()) {
        running.get("/a");
        running.get("/b");

        running.send(method, "/write");

        assertStands(running, "/a");
        assertStands(running, "/b");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "FROBNICATE"})
    void everyUnsafeAndUnknownMethodEndsIt(String method) throws Exception {
      answered.put("Content-Location", "/a");
      try (Site running = Site.of(site).start()) {
        running.get("/a");

        running.send(method, "/write", "Content-Length: 0");

        assertEnded(running, "/a");
      }
    }

    @Test
    void underAPathWithoutARuleNothingIsLookedFor() throws Exception {
      answered.put("Content-Location", "/a");
      status = 201;
      try (Site running = Site.of(site).rules("/a ttl=30s\n/write ttl=30s").start()) {
        running.get("/a");

        running.send("POST", "/else", "Content-Length: 0");
        assertStands(running, "/a");

        answered.put("Location", "/else");
        assertThat(running.send("POST", "/write", "Content-Length: 0").status()).isEqualTo(201);
        assertEnded(running, "/a");
      }
    }

    @Test
    void theKeyIsThatOfTheRuleOfThatUri() throws Exception {
      answered.put("Location", "/a?y=2&x=1&noise=3");
      try (Site running =
          Site.of(site)
              .rules("/a ttl=30s ignoreParams=noise headers=X-Kind version=7\n/* ttl=30s")
              .start()) {
        running.get("/a?x=1&y=2", "X-Kind: one");
        running.get("/a?x=1&y=2", "X-Kind: two");

        running.send("POST", "/write", "Content-Length: 0", "X-Kind: one");

        assertThat(running.get("/a?y=2&x=1&noise=9", "X-Kind: two").first("Cache-Status"))
            .startsWith("larder; hit");
        assertThat(running.get("/a?x=1&y=2", "X-Kind: one").first("Cache-Status"))
            .startsWith("larder; fwd=uri-miss");
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"JETTY", "UNDERTOW"}) // Tomcat 11 cannot redirect beside Servlet 6.0
    void aRedirectsTargetHasEndedBeforeTheClientFollows(Container.Kind kind) throws Exception {
      CountDownLatch go = new CountDownLatch(1);
      try (Site running =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      site.handle(request, response);
                      return;
                    }
                    response.sendRedirect("/a");
                    await(go);
                  })
              .on(kind)
              .start()) {
        running.get("/a");

        RawResponse answer = running.send("POST", "/write", "Content-Length: 0");
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);

        assertEnded(running, "/a");
        go.countDown();
      }
    }

    @Test
    void aHandlerThatAnswersFirstEndsItAgainWhenItIsDone() throws Exception {
      CountDownLatch go = new CountDownLatch(1);
      try (Site running =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      response.getWriter().print("v" + version.get());
                      return;
                    }
                    response.setHeader("Content-Location", "/a");
                    response.setContentLength(0);
                    response.flushBuffer();
                    await(go);
                    version.incrementAndGet();
                  })
              .start()) {
        running.send("POST", "/write", "Content-Length: 0");
        assertThat(running.get("/a").text()).isEqualTo("v0");
        assertStands(running, "/a");
        go.countDown();

        Awaitility.await().until(() -> running.get("/a").text().equals("v1"));
      }
    }

    @ParameterizedTest
    @EnumSource
    void anAsynchronousHandlersAnswerCountsToo(Container.Kind kind) throws Exception {
      groups.put("/b", "\"g\"");
      try (Site running =
          Site.of(
                  (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                      site.handle(request, response);
                      return;
                    }
                    AsyncContext context = request.startAsync();
                    context.start(
                        () -> {
                          response.setHeader("Content-Location", "/a");
                          response.setHeader("Cache-Group-Invalidation", "\"g\"");
                          context.complete();
                        });
                  })
              .on(kind)
              .start()) {
        running.get("/a");
        running.get("/b");

        running.send("POST", "/write", "Content-Length: 0");

        Awaitility.await().until(() -> !running.get("/a").text().equals("v1"));
        Awaitility.await().until(() -> !running.get("/b").text().equals("v2"));
      }
    }
  }

  @Nested
  class Rfc9875 {

    private void postToAnotherHost(Site running) throws IOException {
      try (RawClient client = new RawClient(running.container.base())) {
        client.sendRaw("POST /write HTTP/1.1\r\nHost: other.example\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.read("POST").status()).isEqualTo(200);
      }
    }

    @ParameterizedTest
    @EnumSource
    void theGroupsThatTheAnswerNamesEnd(Container.Kind kind) throws Exception {
      groups.put("/a", "\"one\", \"two\"");
      groups.put("/b", "\"other\"");
      answered.put("Cache-Group-Invalidation", "\"two\", \"none\"");
      try (Site running = Site.of(site).on(kind).start()) {
        assertThat(running.get("/a").first("Cache-Groups")).isEqualTo("\"one\", \"two\"");
        assertThat(running.get("/a").first("Cache-Groups")).isEqualTo("\"one\", \"two\"");
        running.get("/b");
        running.get("/c");

        running.send("POST", "/write", "Content-Length: 0");

        assertEnded(running, "/a");
        assertStands(running, "/b");
        assertStands(running, "/c");
      }
    }

    @Test
    void aGroupIsOneOfItsOrigin() throws Exception {
      groups.put("/a", "\"g\"");
      answered.put("Cache-Group-Invalidation", "\"g\"");
      try (Site running = Site.of(site).start()) {
        running.get("/a");

        postToAnotherHost(running);
        assertStands(running, "/a");

        running.send("POST", "/write", "Content-Length: 0");
        assertEnded(running, "/a");
      }
    }

    @Test
    void pagesWithoutAHostBelongToEveryOrigin() throws Exception {
      groups.put("/a", "\"g\"");
      answered.put("Cache-Group-Invalidation", "\"g\"");
      try (Site running = Site.of(site).rules("/a ttl=30s anyHost\n/* ttl=30s").start()) {
        running.get("/a");

        postToAnotherHost(running);

        assertEnded(running, "/a");
      }
    }

    @Test
    void whatIsNoListOfStringsIsNone() throws Exception {
      groups.put("/a", "one");
      groups.put("/b", "\"one\"");
      answered.put("Cache-Group-Invalidation", "\"one\", two");
      try (Site running = Site.of(site).start()) {
        running.get("/a");
        running.get("/b");

        running.send("POST", "/write", "Content-Length: 0");

        assertStands(running, "/a");
        assertStands(running, "/b");
      }
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
