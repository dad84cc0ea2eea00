package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.ManyTimes;
import io.larder.servlet.testing.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages over HTTP/2, where requests share a connection and none may wait for another one. */
@ManyTimes
class Http2Test {

  private static final String RULE = StalePage.RULE + " anyHost";
  private static final int PIECE = 4 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  /** Remembers from which port each request has come. */
  private final Filter noting =
      (request, response, chain) -> {
        connections.add(request.getRemotePort());
        chain.doFilter(request, response);
      };

  private Site.Builder site(Container.Kind kind, Site.Handler handler) {
    return Site.of(handler).on(kind).outside(noting).rules(RULE).http2();
  }

  private static HttpRequest request(Site site, String path, String... fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.container.base().resolve(path)).timeout(Duration.ofSeconds(20));
    return (fields.length == 0 ? request : request.headers(fields)).build();
  }

  private HttpResponse<String> get(Site site, String path, String... fields) throws Exception {
    return checked(client.send(request(site, path, fields), BodyHandlers.ofString()));
  }

  private CompletableFuture<HttpResponse<String>> getLater(Site site, String path) {
    return client.sendAsync(request(site, path), BodyHandlers.ofString()).thenApply(this::checked);
  }

  private <T> HttpResponse<T> checked(HttpResponse<T> response) {
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response;
  }

  private static String status(HttpResponse<?> response) {
    return String.join(" + ", response.headers().allValues("Cache-Status"));
  }

  /**
   * Asks for something small first: the JDK's client may lose its way in an answer of many frames
   * that comes together with the change of protocol.
   */
  private void connect(Site site) throws Exception {
    assertThat(get(site, "/first").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aMissIsStoredAndTheNextIsAHit(Container.Kind kind) throws Exception {
    try (Site site =
        site(kind, (request, response) -> response.getWriter().print("the page")).start()) {
      assertThat(status(get(site, "/a"))).isEqualTo("larder; fwd=uri-miss; stored");
      HttpResponse<String> hit = get(site, "/a");

      assertThat(status(hit)).matches("larder; hit; ttl=\\d+");
      assertThat(hit.body()).isEqualTo("the page");
      assertThat(hit.headers().firstValue("Content-Length")).hasValue("8");
      assertThat(site.runs()).isOne();
      assertThat(connections).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatHasThePageIsToldSo(Container.Kind kind) throws Exception {
    try (Site site =
        site(kind, (request, response) -> response.getWriter().print("the page")).start()) {
      String etag = get(site, "/a").headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> had = get(site, "/a", "If-None-Match", etag);
      HttpResponse<String> other = get(site, "/a", "If-None-Match", "\"other\"");

      assertThat(had.statusCode()).isEqualTo(304);
      assertThat(had.body()).isEmpty();
      assertThat(had.headers().firstValue("ETag")).hasValue(etag);
      assertThat(status(had)).matches("larder; hit; ttl=\\d+");
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(other.body()).isEqualTo("the page");
      assertThat(site.runs()).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfAnAsynchronousHandlerIsStoredAndServed(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          if (request.getRequestURI().equals("/first")) {
            return;
          }
          AsyncContext context = request.startAsync();
          context.start(
              () ->
                  Cases.unchecked(
                      () -> {
                        response.getOutputStream().write(Cases.bytes(Cases.LARGE));
                        context.complete();
                        return null;
                      }));
        };
    try (Site site = site(kind, handler).start()) {
      connect(site);
      assertThat(get(site, "/a").body()).hasSize(Cases.LARGE);
      awaitEnd(site);
      HttpResponse<String> hit = get(site, "/a");

      assertThat(status(hit)).matches("larder; hit; ttl=\\d+");
      assertThat(hit.body().getBytes()).isEqualTo(Cases.bytes(Cases.LARGE));
      assertThat(site.runs()).as("with the first page").isEqualTo(2);
    }
  }

  private static void awaitEnd(Site site) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> site.filter.loading() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyOnTheConnectionWaitsForARefresh(Container.Kind kind) throws Exception {
    try (StalePage page = StalePage.of().on(kind).rule(RULE).outside(noting).http2().start()) {
      connections.clear();
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> stale = get(page.site, "/a"); // its refresh stands at a gate
        assertThat(status(stale)).isEqualTo(StalePage.STALE);
        assertThat(stale.body()).isEqualTo("run 1");
        assertThat(stale.headers().firstValue("Connection")).isEmpty();
      }
      page.awaitRun();
      assertThat(connections).hasSize(1);
      page.open().assertRefreshed();
      assertThat(get(page.site, "/a").body()).isEqualTo("run 2");
      assertThat(connections).as("and the test's own for HTTP/1.1").hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoMissesOnTheConnectionRunTheHandlerOnce(Container.Kind kind) throws Exception {
    Site.Handler handler =
        (request, response) -> {
          if (request.getRequestURI().equals("/a")) {
            begun.countDown();
            StalePage.await(go);
          }
          response.getWriter().print("the page");
        };
    try (Site site = site(kind, handler).start()) {
      connect(site);
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      answers.add(getLater(site, "/a"));
      StalePage.await(begun);
      answers.add(getLater(site, "/a"));
      Awaitility.await().until(() -> site.filter.waiting() == 1);
      go.countDown();

      List<String> said = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> each : answers) {
        HttpResponse<String> answer = each.get(20, TimeUnit.SECONDS);
        assertThat(answer.body()).isEqualTo("the page");
        said.add(status(answer));
      }
      assertThat(said.get(0)).isEqualTo("larder; fwd=uri-miss; stored");
      assertThat(said.get(1)).isEqualTo("larder; fwd=uri-miss; collapsed");
      assertThat(site.runs()).as("with the first page").isEqualTo(2);
      assertThat(connections).hasSize(1);
    } finally {
      go.countDown();
    }
  }

  static Stream<Arguments> ways() {
    return Stream.of(Container.Kind.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
  }

  /** The handler keeps it to itself that it could not write, as some do. */
  @ParameterizedTest
  @MethodSource("ways")
  void aStreamThatItsClientResetsLeavesNothingIncomplete(Container.Kind kind, boolean async)
      throws Exception {
    CompletableFuture<Boolean> broken = new CompletableFuture<>();
    Site.Handler handler =
        (request, response) -> {
          boolean large = request.getHeader("Reset") != null;
          if (!async) {
            answer(response, large, broken);
            return;
          }
          AsyncContext context = request.startAsync();
          var unused =
              Site.aside(
                  () -> {
                    answer(response, large, broken);
                    context.complete();
                    return null;
                  });
        };
    try (Site site = site(kind, handler).start()) {
      connect(site);
      HttpResponse<InputStream> begun =
          checked(client.send(request(site, "/a", "Reset", "yes"), BodyHandlers.ofInputStream()));
      try (InputStream body = begun.body()) {
        assertThat(body.readNBytes(PIECE)).hasSize(PIECE);
      }
      get(site, "/first"); // behind it on the connection
      go.countDown();
      assertThat(broken.get(20, TimeUnit.SECONDS)).isTrue();
      awaitEnd(site);

      assertThat(site.filter.find(key(site, "/a"))).isNotInstanceOf(CacheEntry.class);
      // A container may tell late of the first one's end, which then costs the next a miss.
      Awaitility.await().until(() -> status(whole(site)).startsWith("larder; hit"));
      assertThat(connections).hasSize(1);
    } finally {
      go.countDown();
    }
  }

  private static String key(Site site, String path) {
    return CacheRule.parse(RULE).key(URI.create("http://127.0.0.1" + path));
  }

  private HttpResponse<String> whole(Site site) throws Exception {
    HttpResponse<String> answer = get(site, "/a");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(PIECE);
    return answer;
  }

  private void answer(
      HttpServletResponse response, boolean large, CompletableFuture<Boolean> broken) {
    try {
      response.getOutputStream().write(Cases.bytes(PIECE));
      if (large) {
        response.flushBuffer();
        StalePage.await(go);
        for (int i = 0; i < 9_000; i++) { // all in all less than what may be stored
          response.getOutputStream().write(Cases.bytes(100));
          response.flushBuffer();
        }
        broken.complete(false);
      }
    } catch (IOException e) {
      broken.complete(true);
    }
  }
}
