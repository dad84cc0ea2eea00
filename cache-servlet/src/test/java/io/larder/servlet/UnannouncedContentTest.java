package io.larder.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A GET over HTTP/2 may have content of which its head says nothing. */
class UnannouncedContentTest {

  /** Tomcat ends the connection if content comes that nobody reads, as often as not too early. */
  private static final int TRIES = 5;

  private static String get(Site site, String content, String... fields) throws Exception {
    BodyPublisher body =
        content.isEmpty()
            ? BodyPublishers.noBody()
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content.getBytes(UTF_8)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.container.base().resolve("/a"))
            .method("GET", body)
            .timeout(Duration.ofSeconds(20));
    HttpRequest built = (fields.length == 0 ? request : request.headers(fields)).build();
    for (int tried = 1; ; tried++) {
      try {
        HttpResponse<String> answer = connected(site).send(built, BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer.body();
      } catch (IOException e) {
        assertThat(tried).as(e.getMessage()).isLessThan(TRIES);
      }
    }
  }

  /** A connection of its own, which speaks HTTP/2 already. */
  private static HttpClient connected(Site site) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest first = HttpRequest.newBuilder(site.container.base().resolve("/first")).build();
    assertThat(client.send(first, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    return client;
  }

  private static Site start(Container.Kind kind, Site.Handler handler) throws Exception {
    return Site.of(handler).on(kind).rules("/* ttl=30s anyHost").http2().start();
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void isInNoPageThatOthersGet(Container.Kind kind) throws Exception {
    try (Site site =
        start(
            kind,
            (request, response) ->
                response
                    .getWriter()
                    .print("for " + new String(request.getInputStream().readAllBytes(), UTF_8)))) {
      assertThat(get(site, "evil")).isEqualTo("for evil");
      assertThat(get(site, "")).isEqualTo("for ");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void isInNoPageThatOthersGetAsText(Container.Kind kind) throws Exception {
    try (Site site =
        start(
            kind,
            (request, response) -> {
              String line = request.getReader().readLine();
              response.getWriter().print("for " + line);
            })) {
      assertThat(get(site, "evil")).isEqualTo("for evil");
      assertThat(get(site, "")).isEqualTo("for null");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void isInNoPageThatOthersGetByParametersEither(Container.Kind kind) throws Exception {
    try (Site site = start(kind, UnannouncedContentTest::parameter)) {
      String form = "application/x-www-form-urlencoded";
      get(site, "user=evil", "Content-Type", form);
      assertThat(get(site, "")).isEqualTo("for null");
      assertThat(get(site, "", "Content-Type", form)).isEqualTo("for null");
    }
  }

  private static void parameter(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("for " + request.getParameter("user"));
  }
}
