package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The servlet over real HTTP. */
class UniversitiesServletTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server(0);

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Nested
  class WithTheBundledUpstream {
    @Test
    void theUniversitiesOfACountryAreAJsonArrayOfExactlySixFields() throws Exception {
      try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
        serve(upstream.uri(), Duration.ofSeconds(20));

        HttpResponse<String> response = get("/universities?country=Germany");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
        JsonNode array = JSON.readTree(response.body());
        assertThat(array.size()).isEqualTo(20);
        assertThat(array)
            .allSatisfy(
                it ->
                    assertThat(it.propertyNames())
                        .containsExactly(
                            "name",
                            "country",
                            "alpha_two_code",
                            "state-province",
                            "domains",
                            "web_pages"));
      }
    }

    @Test
    void aNameNarrowsThem() throws Exception {
      try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
        serve(upstream.uri(), Duration.ofSeconds(20));

        assertThat(names(get("/universities?country=Germany&name=hamburg")))
            .containsExactly("Universität Hamburg");
        assertThat(names(get("/universities?name=hamburg&country=germany")))
            .containsExactly("Universität Hamburg");
        assertThat(names(get("/universities?country=Germany&name="))).hasSize(20);
      }
    }

    @Test
    void accentsAndApostrophesReachTheUpstream() throws Exception {
      try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
        serve(upstream.uri(), Duration.ofSeconds(20));

        assertThat(names(get("/universities?country=C%C3%B4te%20d'Ivoire")))
            .contains("Université Félix Houphouët-Boigny");
      }
    }

    @Test
    void anUnknownCountryHasNone() throws Exception {
      try (BundledUpstream upstream = BundledUpstream.start(Duration.ZERO)) {
        serve(upstream.uri(), Duration.ofSeconds(20));

        assertThat(get("/universities?country=Atlantis").body()).isEqualTo("[]");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?", "?country", "?country=", "?country=%20", "?name=x", "?Country=x"})
  void aRequestWithoutACountryIsRefusedBeforeTheUpstreamIsAsked(String query) throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      serve(upstream.uri(), Duration.ofSeconds(20));

      assertProblem(get("/universities" + query), 400, "Bad Request", "country");
      assertThat(upstream.requestLines()).isEmpty();
    }
  }

  @Test
  void onlyCountryAndNameArePassedOn() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      serve(upstream.uri(), Duration.ofSeconds(20));

      get("/universities?utm_source=x&country=A%26b&name=c%3Dd&limit=1");

      assertThat(upstream.requestLines())
          .containsExactly("GET /search?country=A%26b&name=c%3Dd HTTP/1.1");
    }
  }

  @Test
  void anUpstreamThatIsDownIs502() throws Exception {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    serve(nobody, Duration.ofSeconds(20));

    assertProblem(get("/universities?country=France"), 502, "Bad Gateway", "cannot be reached");
  }

  @Test
  void anUpstreamThatAnswersRubbishIs502() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "{\"error\": true}")) {
      serve(upstream.uri(), Duration.ofSeconds(20));

      assertProblem(get("/universities?country=France"), 502, "Bad Gateway", "no JSON array");
    }
  }

  @Test
  void anUpstreamThatIsSlowIs504() throws Exception {
    try (BundledUpstream upstream = BundledUpstream.start(Duration.ofMinutes(5))) {
      serve(upstream.uri(), Duration.ofMillis(200));

      assertProblem(get("/universities?country=France"), 504, "Gateway Timeout", "200 ms");
    }
  }

  private void serve(URI upstream, Duration deadline) throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    UniversitiesApi api = new UniversitiesApi(upstream, deadline, 1 << 20);
    context.addServlet(new ServletHolder(new UniversitiesServlet(api::search)), "/universities");
    server.setHandler(context);
    server.start();
  }

  private HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    URI uri = URI.create("http://127.0.0.1:" + port + pathAndQuery);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> names(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body()).values().stream()
        .map(it -> it.get("name").stringValue())
        .toList();
  }

  private static void assertProblem(
      HttpResponse<String> response, int status, String title, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.propertyNames()).containsExactly("type", "title", "status", "detail");
    assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
    assertThat(problem.get("title").stringValue()).isEqualTo(title);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("detail").stringValue()).contains(detail);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
