package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Pages over HTTP/2, where requests share a connection and none may wait for another one. */
class TomcatHttp2Test {

  private static final String RULE = StalePage.RULE + " anyHost";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  private HttpResponse<String> get(Site site, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(site.container.base().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response;
  }

  private static String status(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElse("none");
  }

  @Test
  void aPageIsStoredAndServed() throws Exception {
    try (Site site =
        Site.of((request, response) -> response.getWriter().print("the page"))
            .on(Container.Kind.TOMCAT)
            .rules(RULE)
            .http2()
            .start()) {
      assertThat(status(get(site, "/a"))).isEqualTo("larder; fwd=uri-miss; stored");
      HttpResponse<String> hit = get(site, "/a");

      assertThat(status(hit)).startsWith("larder; hit");
      assertThat(hit.body()).isEqualTo("the page");
      assertThat(site.runs()).isOne();
    }
  }

  @Test
  void aPageOfAnAsynchronousHandlerIsStoredAndServed() throws Exception {
    Site.Handler handler =
        (request, response) -> {
          var context = request.startAsync();
          context.start(
              () ->
                  Cases.unchecked(
                      () -> {
                        response.getOutputStream().write(Cases.bytes(100_000));
                        context.complete();
                        return null;
                      }));
        };
    try (Site site = Site.of(handler).on(Container.Kind.TOMCAT).rules(RULE).http2().start()) {
      assertThat(get(site, "/a").body()).hasSize(100_000);
      HttpResponse<String> hit = get(site, "/a");

      assertThat(status(hit)).startsWith("larder; hit");
      assertThat(hit.body()).hasSize(100_000);
    }
  }

  @Test
  void nobodyOnTheConnectionWaitsForARefresh() throws Exception {
    CountDownLatch refreshed = new CountDownLatch(1);
    try (StalePage page =
        StalePage.of()
            .on(Container.Kind.TOMCAT)
            .rule(RULE)
            .http2()
            .then(
                (request, response) -> {
                  response.getWriter().print("run 2");
                  refreshed.countDown();
                })
            .start()) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> stale = get(page.site, "/a"); // its refresh stands at a gate
        assertThat(status(stale)).isEqualTo(StalePage.STALE);
        assertThat(stale.body()).isEqualTo("run 1");
      }
      page.awaitRun();
      page.open().assertRefreshed();
      assertThat(refreshed.getCount()).isZero();
      assertThat(get(page.site, "/a").body()).isEqualTo("run 2");
    }
  }
}
