package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheEntry;
import io.larder.cache.Page;
import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code sendError(102)} on Jetty and of 103 on Jetty and Tomcat is interim, else an error. */
class InterimAnswersTest {

  private static void handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getParameter("async") == null) {
      answer(request, response);
      return;
    }
    AsyncContext context = request.startAsync();
    var unused =
        Site.aside(
            () -> {
              Cases.unchecked(
                  () -> {
                    answer(request, response);
                    return null;
                  });
              context.complete();
              return null;
            });
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status = Integer.parseInt(request.getParameter("status"));
    response.setHeader("Link", "</style>; rel=preload");
    boolean writes = request.getParameter("writes") != null;
    if (writes) {
      response.getOutputStream().print("begun, ");
    }
    response.sendError(status);
    if (writes || (!response.isCommitted() && response.getStatus() != status)) {
      response.setContentType("text/plain");
      response.setHeader("X-Final", "yes");
      response.getOutputStream().print("the page");
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(Container.Kind.values())
        .flatMap(
            kind ->
                Stream.of("status=102", "status=103")
                    .flatMap(query -> Stream.of(query, query + "&async", query + "&writes"))
                    .map(query -> Arguments.of(kind, query)));
  }

  /** All that comes on a connection, but for what differs from time to time. */
  private static List<String> said(Site site, String target) throws IOException {
    try (RawClient client = new RawClient(site.container.base())) {
      client.send("GET", target, "Connection: close");
      String all = new String(client.readBytes(1 << 20), StandardCharsets.ISO_8859_1);
      return all.lines()
          .filter(line -> !line.matches("(?i)(date|cache-status|etag|age|content-length):.*"))
          .map(line -> line.replace("/cached", "/bare"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areWhatTheyAreWithoutTheCache(Container.Kind kind, String query) throws Exception {
    try (Site site =
        Site.of(InterimAnswersTest::handle).on(kind).rules("/cached ttl=30s").start()) {
      List<String> bare = said(site, "/bare?" + query);
      List<String> first = said(site, "/cached?" + query);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> site.filter.loading() == 0);

      assertThat(first).isEqualTo(bare);
      boolean interim = bare.contains("X-Final: yes");
      assertThat(interim).as("%s", bare).isEqualTo(isInterim(kind, query));
      if (interim) {
        assertThat(bare.get(0)).startsWith("HTTP/1.1 " + query.substring(7, 10));
        String page = query.endsWith("writes") ? "begun, the page" : "the page";
        assertStored(site, "/cached?" + query, page);
        List<String> hit = said(site, "/cached?" + query);
        assertThat(hit.get(0)).as("%s", hit).startsWith("HTTP/1.1 200");
        assertThat(hit).contains("X-Final: yes", page);
        assertThat(site.runs()).isEqualTo(2);
      } else {
        assertThat(site.filter.find(site.key("/cached?" + query)))
            .isNotInstanceOf(CacheEntry.class);
        assertThat(said(site, "/cached?" + query)).isEqualTo(bare);
        assertThat(site.runs()).isEqualTo(3);
      }
    }
  }

  private static boolean isInterim(Container.Kind kind, String query) {
    return switch (kind) {
      case JETTY -> true;
      case TOMCAT -> query.startsWith("status=103");
      case UNDERTOW -> false;
    };
  }

  private static void assertStored(Site site, String target, String text) throws IOException {
    assertThat(site.filter.find(site.key(target))).isInstanceOf(CacheEntry.class);
    Page page = (Page) ((CacheEntry<?>) site.filter.find(site.key(target))).value();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    page.writeBody(body);
    assertThat(page.status()).isEqualTo(200);
    assertThat(body).hasToString(text);
  }
}
