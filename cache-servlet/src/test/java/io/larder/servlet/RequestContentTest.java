package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/** Requests whose content is part of their keys: QUERY, and POST where a rule says so. */
class RequestContentTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String RULES = "/* ttl=30s methods=GET,QUERY,POST maxRequestBody=1KB";

  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile Throwable failure;

  private Site site(Container.Kind kind) throws Exception {
    return site(kind, RULES);
  }

  private Site site(Container.Kind kind, String rules) throws Exception {
    Site[] site = new Site[1];
    site[0] =
        Site.of((request, response) -> handle(site[0], request, response))
            .on(kind)
            .rules(rules)
            .start();
    return site[0];
  }

  private void handle(Site site, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int run = site.runs();
    response.setContentType("text/plain");
    if (request.getHeader("Store") != null) {
      response.setHeader("Cache-Control", request.getHeader("Store"));
    }
    switch (String.valueOf(request.getHeader("How"))) {
      case "reader" -> print(response, run, request.getReader().lines().toList().get(0));
      case "parameters" -> print(response, run, parameters(request));
      case "async" -> async(request, response, run);
      case "wait" -> {
        begun.countDown();
        InvalidationTest.awaitLatch(go);
        print(response, run, stream(request));
      }
      default -> {
        try {
          print(response, run, stream(request));
        } catch (IOException | RuntimeException e) {
          failure = e;
          throw e;
        }
      }
    }
  }

  private static String stream(HttpServletRequest request) throws IOException {
    return new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static void print(HttpServletResponse response, int run, String text) throws IOException {
    response.getOutputStream().write(("run " + run + ": " + text).getBytes(StandardCharsets.UTF_8));
  }

  private static String parameters(HttpServletRequest request) {
    Map<String, String> all = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> all.put(name, String.join(",", values)));
    return all + " " + request.getParameter("a");
  }

  private static void async(HttpServletRequest request, HttpServletResponse response, int run)
      throws IOException {
    AsyncContext context = request.startAsync();
    ServletInputStream in = request.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.setReadListener(
        new ReadListener() {
          @Override
          public void onDataAvailable() throws IOException {
            byte[] some = new byte[100];
            while (in.isReady() && !in.isFinished()) {
              int count = in.read(some);
              if (count > 0) {
                all.write(some, 0, count);
              }
            }
          }

          @Override
          public void onAllDataRead() throws IOException {
            print(response, run, all.toString(StandardCharsets.ISO_8859_1));
            context.complete();
          }

          @Override
          public void onError(Throwable failure) {
            context.complete();
          }
        });
  }

  private static void settle(Site site) {
    Awaitility.await().until(() -> site.filter.loading() == 0);
  }

  @Nested
  class TheKey {

    static Stream<Arguments> each() {
      return Stream.of(Container.Kind.values())
          .flatMap(kind -> Stream.of("QUERY", "POST").map(method -> Arguments.of(kind, method)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void isTheSameForTheSameContent(Container.Kind kind, String method) throws Exception {
      try (Site site = site(kind)) {
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
        RawResponse hit = Asking.send(site, method, "/a", "{1}", JSON);
        assertThat(hit.text()).isEqualTo("run 1: {1}");
        assertThat(hit.first("Cache-Status")).startsWith("larder; hit");
      }
    }

    @ParameterizedTest
    @MethodSource("each")
    void isTheSameHoweverTheContentWasFramed(Container.Kind kind, String method) throws Exception {
      try (Site site = site(kind)) {
        assertThat(Asking.chunked(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "QUERY, /a, '{2}', Content-Type: application/json",
      "QUERY, /a, '', Content-Type: application/json",
      "QUERY, /a, '{1}', Content-Type: text/json",
      "QUERY, /a, '{1}', X: y",
      "QUERY, /a, '{1}', 'Content-Type: application/json\r\nContent-Encoding: identity'",
      "QUERY, /a, '{1}', 'Content-Type: application/json\r\nContent-Language: de'",
      "QUERY, /b, '{1}', Content-Type: application/json",
      "QUERY, /a?x, '{1}', Content-Type: application/json",
      "POST, /a, '{1}', Content-Type: application/json",
    })
    void isAnotherOneWhereAnythingOfItDiffers(
        String method, String target, String content, String field) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, "QUERY", "/a", "{1}", JSON);
        assertThat(Asking.send(site, method, target, content, field).text())
            .isEqualTo("run 2: " + content);
        assertThat(Asking.send(site, "QUERY", "/a", "{1}", JSON).text()).isEqualTo("run 1: {1}");
      }
    }

    @Test
    void isNotThatOfGet() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, "QUERY", "/a", "", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 2: ");
      }
    }
  }

  @Nested
  class TheHandler {

    static Stream<Arguments> each() {
      return Stream.of(Container.Kind.values())
          .flatMap(
              kind -> Stream.of("stream", "reader", "async").map(how -> Arguments.of(kind, how)));
    }

    @ParameterizedTest
    @MethodSource("each")
    void seesTheContentThatWasReadBefore(Container.Kind kind, String how) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(1000);
        for (int i = 0; i < 2; i++) {
          assertThat(Asking.send(site, "QUERY", "/a", content, JSON, "How: " + how).text())
              .isEqualTo("run 1: " + content);
          settle(site);
        }
      }
    }

    @ParameterizedTest
    @MethodSource("each")
    void seesAllOfWhatIsTooLarge(Container.Kind kind, String how) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(100_000) + "y";
        for (int i = 1; i <= 4; i++) {
          RawResponse passed =
              i < 3
                  ? Asking.send(site, "QUERY", "/a", content, JSON, "How: " + how)
                  : Asking.chunked(site, "QUERY", "/a", content, JSON, "How: " + how);
          assertThat(passed.text()).isEqualTo("run " + i + ": " + content);
          assertThat(passed.first("Cache-Status"))
              .isEqualTo("larder; fwd=bypass; detail=request-too-large");
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void seesAllOfWhatIsAsLargeAsMayBe(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        String content = "x".repeat(1024);
        assertThat(Asking.chunked(site, "QUERY", "/a", content, JSON).text())
            .isEqualTo("run 1: " + content);
        assertThat(Asking.chunked(site, "QUERY", "/a", content, JSON).text())
            .isEqualTo("run 1: " + content);
      }
    }

    @ParameterizedTest
    @EnumSource
    void seesTheParametersThatItWouldSeeWithoutTheCache(Container.Kind kind) throws Exception {
      try (Site cached = site(kind);
          Site plain = site(kind, "/other ttl=30s")) {
        for (String form :
            new String[] {"a=1", "a=1&a=2&b", "a=%C3%A9+%26&c=", "x&a", "a=b=c", "%61=1", ""}) {
          for (String field : new String[] {FORM, FORM + ";charset=ISO-8859-1"}) {
            String with =
                Asking.send(cached, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            String without =
                Asking.send(plain, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            assertThat(with.substring(with.indexOf(':')))
                .as(form)
                .isEqualTo(without.substring(without.indexOf(':')));
            String hit =
                Asking.send(cached, "POST", "/a?a=0&q", form, field, "How: parameters").text();
            assertThat(hit).isEqualTo(with);
          }
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void parsesWhatOnlyItsContainerCan(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        for (int i = 1; i < 3; i++) {
          RawResponse form = Asking.chunked(site, "POST", "/a", "a=1", FORM, "How: parameters");
          assertThat(form.text()).isEqualTo("run " + (2 * i - 1) + ": {a=1} 1");
          assertThat(form.first("Cache-Status"))
              .isEqualTo("larder; fwd=bypass; detail=request-body");
          RawResponse parts =
              Asking.send(site, "POST", "/a", "--x--", "Content-Type: multipart/form-data");
          assertThat(parts.text()).isEqualTo("run " + 2 * i + ": --x--");
        }
      }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatTheContentWasCutShort(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        try (RawClient client = new RawClient(site.container.base())) {
          client.sendRaw(Asking.head("QUERY", "/a", JSON, "Content-Length: 10") + "\r\n12345");
          client.abort();
        }
        Awaitility.await().until(() -> failure != null);
        Asking.send(site, "QUERY", "/a", "12345", JSON);
        assertThat(site.runs()).isEqualTo(2);
      }
    }
  }

  @Nested
  class AnUnsafeRequest {

    @ParameterizedTest
    @CsvSource({"DELETE, QUERY", "PUT, POST"})
    void endsWhatIsStoredForAllContentOfItsUri(String unsafe, String method) throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        Asking.send(site, method, "/a", "{1}", JSON);
        Asking.send(site, method, "/b", "{1}", JSON);
        site.send(unsafe, "/a", "Content-Length: 0");
        assertThat(Asking.send(site, method, "/b", "{1}", JSON).text()).isEqualTo("run 2: {1}");
        assertThat(Asking.send(site, method, "/a", "{1}", JSON).text()).isEqualTo("run 4: {1}");
      }
    }

    @Test
    void isNoPostThatOnlyAsks() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        site.get("/a");
        Asking.send(site, "POST", "/a", "{1}", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 1: ");
      }
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s methods=GET,QUERY")) {
        site.get("/a");
        Asking.send(site, "POST", "/a", "{1}", JSON);
        assertThat(site.get("/a").text()).isEqualTo("run 3: ");
      }
    }

    @Test
    void outrunsAnAnswerThatIsComputed() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        CompletableFuture<RawResponse> before =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        site.send("DELETE", "/a", "Content-Length: 0");
        go.countDown();
        assertThat(before.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
        assertThat(query(site).text()).isEqualTo("run 3: {1}");
        assertThat(query(site).text()).isEqualTo("run 3: {1}");
      }
    }

    @Test
    void isNotTheOnlyWayToEvict() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        query(site);
        site.filter.evict(java.net.URI.create("http://127.0.0.1/a"));
        assertThat(query(site).text()).isEqualTo("run 2: {1}");
        assertThat(query(site).text()).isEqualTo("run 2: {1}");
      }
    }
  }

  @Nested
  class Together {

    @ParameterizedTest
    @EnumSource
    void equalOnesAskTheHandlerOnce(Container.Kind kind) throws Exception {
      try (Site site = site(kind)) {
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> query(site, "How: wait")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<RawResponse> second = Site.aside(() -> unchecked(() -> query(site)));
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        CompletableFuture<RawResponse> other =
            Site.aside(() -> unchecked(() -> Asking.send(site, "QUERY", "/a", "{2}", JSON)));
        assertThat(other.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 2: {2}");
        go.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
        assertThat(second.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: {1}");
      }
    }
  }

  @Nested
  class WhoHasWaitedInVain {

    @ParameterizedTest
    @CsvSource({
      "JETTY, false, stream", "TOMCAT, false, stream", "UNDERTOW, false, stream",
      "JETTY, true, stream", "TOMCAT, true, stream", "UNDERTOW, true, stream",
      "JETTY, false, parameters", "TOMCAT, false, parameters", "UNDERTOW, false, parameters",
      "JETTY, true, parameters", "TOMCAT, true, parameters", "UNDERTOW, true, parameters",
    })
    void hasItsContentStill(Container.Kind kind, boolean seesDispatches, String how)
        throws Exception {
      Site[] sites = new Site[1];
      Site.Builder builder =
          Site.of((request, response) -> handle(sites[0], request, response)).on(kind).rules(RULES);
      try (Site site = (seesDispatches ? builder.seesDispatches() : builder).start()) {
        sites[0] = site;
        CompletableFuture<RawResponse> first =
            Site.aside(() -> unchecked(() -> post(site, "How: wait", "Store: no-store")));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<RawResponse> second =
            Site.aside(() -> unchecked(() -> post(site, "How: " + how)));
        Awaitility.await().until(() -> site.filter.waiting() == 1);
        go.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo("run 1: a=1&b=2");
        assertThat(second.get(10, TimeUnit.SECONDS).text())
            .isEqualTo("run 2: " + (how.equals("stream") ? "a=1&b=2" : "{a=0,1, b=2} 0"));
      }
    }

    private RawResponse post(Site site, String... fields) throws IOException {
      String[] all = Stream.concat(Stream.of(FORM), Stream.of(fields)).toArray(String[]::new);
      return Asking.send(site, "POST", "/a?a=0", "a=1&b=2", all);
    }
  }

  @Nested
  class Stale {

    @ParameterizedTest
    @CsvSource({"JETTY", "TOMCAT", "UNDERTOW"})
    void isRefreshedByTheSameMethodAndContent(Container.Kind kind) throws Exception {
      AtomicLong now = new AtomicLong();
      Site[] sites = new Site[1];
      try (Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
          Site site =
              Site.of((request, response) -> handle(sites[0], request, response))
                  .on(kind)
                  .over(larder)
                  .rules(RULES + " staleWhileRevalidate=1h")
                  .start()) {
        sites[0] = site;
        for (String method : new String[] {"QUERY", "POST"}) {
          int before = site.runs();
          String target = "/" + method;
          Asking.send(site, method, target, "{1}", JSON);
          now.addAndGet(Duration.ofSeconds(33).toNanos());
          RawResponse stale = Asking.send(site, method, target, "{1}", JSON);
          assertThat(stale.text()).isEqualTo("run " + (before + 1) + ": {1}");
          assertThat(stale.first("Cache-Status")).isEqualTo(StalePage.STALE);
          Awaitility.await()
              .until(() -> site.filter.refreshing() == 0 && site.runs() == before + 2);
          RawResponse fresh = Asking.send(site, method, target, "{1}", JSON);
          assertThat(fresh.text()).isEqualTo("run " + (before + 2) + ": {1}");
          assertThat(fresh.first("Cache-Status")).isEqualTo("larder; hit; ttl=30");
        }
      }
    }

    /** The generation is asked for now and then, and lives as long. */
    @Test
    void isNotWhatIsAskedForOften() throws Exception {
      AtomicLong now = new AtomicLong();
      Site[] sites = new Site[1];
      try (Larder larder = Larder.builder().store("memory:").ticker(now::get).build();
          Site site =
              Site.of((request, response) -> handle(sites[0], request, response))
                  .over(larder)
                  .rules("/* ttl=1d methods=QUERY")
                  .start()) {
        sites[0] = site;
        for (int i = 0; i < 30; i++) {
          assertThat(query(site).text()).isEqualTo("run 1: {1}");
          now.addAndGet(Duration.ofMinutes(40).toNanos());
        }
      }
    }
  }

  @Nested
  class Conditions {

    @Test
    void ofQueryAreThoseOfGet() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        String tag = query(site).first("ETag");
        assertThat(query(site, "If-None-Match: " + tag).status()).isEqualTo(304);
        assertThat(query(site, "Range: bytes=0-2").status()).isEqualTo(206);
      }
    }

    @Test
    void ofPostAreTheHandlersOwn() throws Exception {
      try (Site site = site(Container.Kind.JETTY)) {
        String tag = Asking.send(site, "POST", "/a", "{1}", JSON).first("ETag");
        RawResponse passed = Asking.send(site, "POST", "/a", "{1}", JSON, "If-None-Match: " + tag);
        assertThat(passed.text()).isEqualTo("run 2: {1}");
        assertThat(passed.first("Cache-Status")).isEqualTo("larder; fwd=bypass; detail=conditions");
      }
    }
  }

  @Nested
  class ARuleThatSaysNothing {

    @Test
    void passesQueryOn() throws Exception {
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s")) {
        query(site);
        RawResponse second = query(site);
        assertThat(second.text()).isEqualTo("run 2: {1}");
        assertThat(second.first("Cache-Status")).isEqualTo("larder; fwd=method");
      }
    }

    @Test
    void lessGetIfItNamesOthers() throws Exception {
      try (Site site = site(Container.Kind.JETTY, "/* ttl=30s methods=QUERY")) {
        site.get("/a");
        assertThat(site.get("/a").first("Cache-Status")).isEqualTo("larder; fwd=method");
        query(site);
        assertThat(query(site).first("Cache-Status")).startsWith("larder; hit");
      }
    }
  }

  private static RawResponse query(Site site, String... fields) throws IOException {
    String[] all = Stream.concat(Stream.of(JSON), Stream.of(fields)).toArray(String[]::new);
    return Asking.send(site, "QUERY", "/a", "{1}", all);
  }

  private interface Call {
    RawResponse call() throws IOException;
  }

  private static RawResponse unchecked(Call call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
