package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.StoredKey;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over a store in memory. */
class ExampleServerTest {
  private static final String GERMANY = "/universities?country=Germany";
  private ExampleServer server;
  private Client client;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void theSecondRequestIsAHitAndDoesNotReachTheUpstream() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      start(upstream.uri());

      assertThat(client.get(GERMANY).stored()).isTrue();
      Client.Reply hit = client.get(GERMANY);

      assertThat(hit.hit()).isTrue();
      assertThat(hit.header("Content-Type")).isEqualTo("application/json");
      assertThat(hit.header("Age")).matches("[0-9]+");
      assertThat(hit.body()).isEqualTo("[]");
      assertThat(upstream.requestLines()).hasSize(1);
    }
  }

  @Test
  void theParametersInAnotherOrderAreTheSameQuestionAndOthersAreNoPartOfIt() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      start(upstream.uri());
      client.get("/universities?country=Germany&name=Berlin");

      assertThat(client.get("/universities?name=Berlin&country=Germany").hit()).isTrue();
      assertThat(client.get("/universities?utm_source=x&name=Berlin&country=Germany&_=1").hit())
          .isTrue();
      assertThat(client.get("/universities?country=Germany").hit()).isFalse();
      assertThat(client.get("/universities?country=France&name=Berlin").hit()).isFalse();
      // A client may have an answer before it is stored.
      await()
          .untilAsserted(
              () ->
                  assertThat(keys())
                      .containsExactlyInAnyOrder(
                          key("/universities?country=Germany&name=Berlin"),
                          key("/universities?country=Germany"),
                          key("/universities?country=France&name=Berlin")));
    }
  }

  @Test
  void anEntryCarriesItsCountryAsATag() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      start(upstream.uri());
      client.get(GERMANY);
      client.get("/universities?country=France");

      server.larder().invalidate("country:Germany");

      assertThat(client.get(GERMANY).hit()).isFalse();
      assertThat(client.get("/universities?country=France").hit()).isTrue();
    }
  }

  @Test
  void theAnnotationsTtlBeatsTheDefaultTimeout() throws IOException {
    assertThat(ttlWith(Map.of("CACHE_DEFAULT_TIMEOUT", "500")))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void theTtlThatIsAskedForBeatsTheAnnotations() throws IOException {
    assertThat(ttlWith(Map.of("LARDER_TTL", "10m", "CACHE_DEFAULT_TIMEOUT", "500")))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }

  private Duration ttlWith(Map<String, String> environment) throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      server = Given.server("memory:", upstream.uri(), environment);
      client = new Client(server);
      client.get(GERMANY);
      await().until(() -> !keys().isEmpty());
      return server.larder().inspect("*", 10).get(0).ttl();
    }
  }

  @Test
  void aRequestWithoutACountryIsRefusedEachTime() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      start(upstream.uri());

      assertNeverStored("/universities", 400);
      assertNeverStored("/universities?country=", 400);
      assertThat(upstream.requestLines()).isEmpty();
    }
  }

  @Test
  void anUpstreamThatAnswersRubbishIsAskedAgainEachTime() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "{}")) {
      start(upstream.uri());

      assertNeverStored(GERMANY, 502);
      assertThat(upstream.requestLines()).hasSize(2);
    }
  }

  @Test
  void anUpstreamThatIsDownIsNotRemembered() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    start(nobody);
    assertNeverStored(GERMANY, 502);
  }

  @Test
  void anUpstreamThatIsSlowIsNotRemembered() throws IOException {
    try (BundledUpstream upstream = BundledUpstream.start(Duration.ofMinutes(5))) {
      server = Given.server("memory:", upstream.uri(), Duration.ofMillis(100));
      client = new Client(server);
      assertNeverStored(GERMANY, 504);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory:", "none:"})
  void healthIsNeverCachedAndSaysWhetherTheStoreIsThere(String store) throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      server = Given.server(store, upstream.uri());
      Client.Reply health = new Client(server).get("/healthz");

      assertThat(health.status()).isEqualTo(200);
      assertThat(health.header("Cache-Control")).isEqualTo("no-store");
      assertThat(health.body()).contains("\"status\":\"up\"", "\"reachable\":true");
    }
  }

  @Test
  void theIndexSaysWhatCanBeAskedAndNothingElseIsThere() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      start(upstream.uri());

      Client.Reply index = client.get("/");
      assertThat(index.status()).isEqualTo(200);
      assertThat(index.header("Content-Type")).startsWith("text/plain");
      assertThat(index.body()).contains("/universities?country=Germany", "/healthz");
      assertThat(client.get("/nothing").status()).isEqualTo(404);
      assertThat(index.header("Server")).isEmpty();
    }
  }

  @Test
  void withNoStoreNothingIsAHit() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      server = Given.server("none:", upstream.uri());
      client = new Client(server);
      client.get(GERMANY);

      assertThat(client.get(GERMANY).hit()).isFalse();
      assertThat(upstream.requestLines()).hasSize(2);
    }
  }

  private void start(URI upstream) {
    server = Given.server("memory:", upstream);
    client = new Client(server);
  }

  private void assertNeverStored(String question, int status) {
    for (int i = 0; i < 2; i++) {
      Client.Reply reply = client.get(question);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.cacheStatus()).doesNotContain("hit").doesNotContain("; stored");
    }
    assertThat(keys()).isEmpty();
  }

  private List<String> keys() {
    return server.larder().inspect("*", 100).stream().map(StoredKey::key).toList();
  }

  private String key(String pathAndQuery) {
    return "larder:" + server.url() + pathAndQuery;
  }
}
