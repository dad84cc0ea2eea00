package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What is kept between the servlet and the upstream, and how it ends with its pages. */
class UniversityCatalogTest {

  private static final String GERMANY = "/universities?country=Germany";
  private static final String BERLIN = "/universities?country=Germany&name=Berlin";
  private static final String FRANCE = "/universities?country=France";
  private static final String LIST =
      """
      [{"name": "TU Berlin", "country": "Germany", "alpha_two_code": "DE", "state-province": null,
        "domains": ["tu.berlin"], "web_pages": ["https://tu.berlin/"]},
       {"name": "Uni Hamburg", "country": "Germany", "alpha_two_code": "DE",
        "state-province": "Hamburg", "domains": [], "web_pages": []}]
      """;

  private ScriptedUpstream upstream;
  private ExampleServer server;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    upstream = ScriptedUpstream.answering(200, LIST);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    upstream.close();
  }

  private void start(String store, String cacheMethods) {
    start(store, Map.of("LARDER_CACHE_METHODS", cacheMethods));
  }

  private void start(String store, Map<String, String> environment) {
    server = Given.server(store, upstream.uri(), environment);
    client = new Client(server);
  }

  private int asked() {
    return upstream.requestLines().size();
  }

  private static List<String> names(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body()).values().stream()
        .map(it -> it.get("name").stringValue())
        .toList();
  }

  private void refresh(String country) {
    Client.Reply reply = client.post("/universities/refresh?country=" + country);
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.body()).isEmpty();
  }

  @Nested
  class WithCachedMethods {

    @Test
    void theUpstreamIsAskedOnceForTwoPagesOfOneCountry() {
      start("memory:", "true");

      Client.Reply all = client.get(GERMANY);
      Client.Reply some = client.get(BERLIN);

      assertThat(names(all)).containsExactly("TU Berlin", "Uni Hamburg");
      assertThat(names(some)).containsExactly("TU Berlin");
      assertThat(all.hit() || some.hit()).isFalse();
      assertThat(upstream.requestLines()).containsExactly("GET /search?country=Germany HTTP/1.1");
    }

    @Test
    void soItIsWhereTheyAreKeptInRedis() {
      RedisFixture redis = RedisFixture.shared();
      start(Given.patient(redis.url(RedisFixture.namespace())), "true");

      String first = client.get(GERMANY).body();
      client.get(BERLIN);
      server.larder().pages().evict(server.url() + GERMANY);

      assertThat(client.get(GERMANY).body()).isEqualTo(first);
      assertThat(asked()).isEqualTo(1);
    }

    @Test
    void anotherCountryIsAskedFor() {
      start("memory:", "true");
      client.get(GERMANY);
      client.get(FRANCE);
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aTtlThatIsAskedForIsTheMethodsToo() {
      Map<String, String> environment = new HashMap<>();
      environment.put("LARDER_CACHE_METHODS", "true");
      environment.put("LARDER_TTL", "10m");
      start("memory:", environment);
      client.get(GERMANY);
      assertThat(server.larder().inspect("*" + UniversityCatalog.CACHE + ":*", 10).get(0).ttl())
          .isGreaterThan(Duration.ofMinutes(65)); // 10 minutes, and staleIfError
      client.get(BERLIN);
      assertThat(asked()).isEqualTo(1);
    }
  }

  @Nested
  class Without {

    @Test
    void eachPageIsAskedForByItself() {
      start("memory:", "false");
      client.get(GERMANY);
      client.get(BERLIN);
      assertThat(upstream.requestLines())
          .containsExactly(
              "GET /search?country=Germany HTTP/1.1",
              "GET /search?country=Germany&name=Berlin HTTP/1.1");
    }
  }

  @Nested
  class ARefresh {

    @Test
    void endsThePagesAndTheListOfItsCountryAtOnce() {
      start("memory:", "true");
      client.get(GERMANY);
      client.get(BERLIN);
      client.get(FRANCE);
      assertThat(asked()).isEqualTo(2);

      refresh("Germany");

      assertThat(client.get(GERMANY).hit()).isFalse();
      assertThat(asked()).isEqualTo(3);
      assertThat(client.get(BERLIN).hit()).isFalse();
      assertThat(asked()).isEqualTo(3); // both pages out of the new list
      assertThat(client.get(GERMANY).hit()).isTrue();
    }

    @Test
    void leavesOtherCountriesAsTheyAre() {
      start("memory:", "true");
      client.get(FRANCE);
      refresh("Germany");
      assertThat(client.get(FRANCE).hit()).isTrue();
      client.get(FRANCE + "&name=Paris");
      assertThat(asked()).isEqualTo(1);
    }

    @Test
    void endsPagesWithoutCachedMethodsToo() {
      start("memory:", "false");
      client.get(GERMANY);
      client.get(FRANCE);
      refresh("Germany");
      assertThat(client.get(GERMANY).hit()).isFalse();
      assertThat(client.get(FRANCE).hit()).isTrue();
      assertThat(asked()).isEqualTo(3);
    }

    @Test
    void reachesWhatIsKeptInRedis() {
      start(Given.patient(RedisFixture.shared().url(RedisFixture.namespace())), "true");
      client.get(GERMANY);
      client.get(FRANCE);
      refresh("Germany");
      assertThat(client.get(GERMANY).hit()).isFalse();
      assertThat(client.get(FRANCE).hit()).isTrue();
      assertThat(asked()).isEqualTo(3);
    }

    @Test
    void takesACountryWithASpaceInItsName() {
      start("memory:", "true");
      String guinea = "/universities?country=Papua%20New%20Guinea";
      client.get(guinea);
      refresh("Papua%20New%20Guinea");
      assertThat(client.get(guinea).hit()).isFalse();
      assertThat(asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "'' | The parameter country is missing: POST to /universities/refresh?country=Germany",
          "?country= | The parameter country is missing: POST to",
          "?country=%20 | The parameter country is missing: POST to",
          "?name=x | The parameter country is missing: POST to",
          "?country=a&country=b | The parameter country is there twice: POST to",
        })
    void withoutACountryIsOneSentence(String query, String sentence) {
      start("memory:", "true");
      client.get(GERMANY);
      assertRefused(client.post("/universities/refresh" + query), sentence);
      assertThat(client.get(GERMANY).hit()).isTrue();
    }

    @Test
    void ofACountryThatIsNoneIsOneSentence() {
      start("memory:", "true");
      assertRefused(
          client.post("/universities/refresh?country=" + "x".repeat(5000)),
          "The parameter country is no country: ");
    }

    @Test
    void isNoGet() {
      start("memory:", "true");
      assertThat(client.get("/universities/refresh?country=Germany").status()).isEqualTo(405);
    }

    private static void assertRefused(Client.Reply reply, String sentence) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(JsonMapper.shared().readTree(reply.body()).get("detail").stringValue())
          .startsWith(sentence);
    }
  }
}
