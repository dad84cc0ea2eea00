package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectTest {
  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final String store = Given.patient(redis.url(namespace));

  @Test
  void eachEntryIsARowUnderTheHeadings() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]");
        ExampleServer server = Given.server(store, upstream.uri())) {
      Client client = new Client(server);
      for (String country : List.of("Germany", "France")) {
        client.get("/universities?country=" + country);
        assertThat(client.get("/universities?country=" + country).hit()).isTrue();
      }

      Cli all = Cli.run("inspect", "--store", store);
      Cli some = Cli.run("inspect", "Germ", "--store", store);
      Cli other = Cli.run("inspect", "country=G*y", "--store", store);

      assertThat(all.err()).isEmpty();
      assertThat(all.code()).isZero();
      assertThat(all.out().lines()).hasSize(3);
      assertThat(all.out()).containsPattern("KEY +TYPE +TTL +SIZE +AGE +TAGS +HEAD");
      String key = namespace + ":" + server.url() + "/universities?country=Germany";
      assertThat(some.out().lines()).hasSize(2);
      assertThat(some.out().lines().toList().get(1))
          .startsWith(key + " ")
          .matches(".*  string  +(2[0-9]|30)s +2B +[0-9ms]+ +country:Germany +.*\\[\\]");
      assertThat(other.out().lines()).hasSize(2);
    }
  }

  @Test
  void eachKindOfKeyOfAPageShowsTheBody() {
    try (Larder larder = Larder.open(store)) {
      for (String key : List.of("v=2!http://h/x", "~today", "POST:http://h/x", "/x", "v=2!~a:b")) {
        var pages = larder.pages().store();
        assertThat(pages.fill(pages.claim(key), page(), Terms.ttl(Duration.ofSeconds(30))))
            .isEqualTo(FillResult.STORED);
      }

      assertThat(rows()).hasSize(5).allMatch(row -> row.matches(".* 8B +[0-9ms]+ +- +the body"));
    }
  }

  @Test
  void whatATagHasEndedIsSaidToBe() {
    try (Larder larder = Larder.open(store)) {
      var pages = larder.pages().store();
      Terms terms = Terms.ttl(Duration.ofSeconds(30));
      var unused = pages.fill(pages.claim("http://h/1"), page(), terms.tagged("ended"));
      unused = pages.fill(pages.claim("http://h/2"), page(), terms.tagged("stays"));
      larder.invalidate("ended");

      assertThat(rows().get(0)).contains("http://h/1 ").endsWith(" ended  (ended)");
      assertThat(rows().get(1)).contains("http://h/2 ").endsWith(" stays  the body");
    }
  }

  private static Page page() {
    byte[] body = "the body".getBytes(UTF_8);
    return new Page(
        200, new String[] {"Content-Type"}, new String[] {"text/plain"}, "\"tag\"", body);
  }

  private List<String> rows() {
    return Cli.run("inspect", "--store", store).out().lines().skip(1).toList();
  }

  @Test
  void anEmptyStoreIsASentence() {
    Cli cli = Cli.run("inspect", "--store", store);

    assertThat(cli.code()).isZero();
    assertThat(cli.out().lines()).hasSize(1);
    assertThat(cli.out()).startsWith("Nothing lies in redis://").contains(namespace);
  }

  @Test
  void aUriInThePlaceOfAPatternShowsNoPassword() {
    Cli cli = Cli.run("inspect", "redis://:hush@h", "--store", store);

    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("'redis://***@h'").doesNotContain("hush");
  }

  @Test
  void theStoreComesFromTheEnvironmentAsWell() {
    Map<String, String> environment =
        Map.of(
            "CACHE_TYPE",
            "redis",
            "CACHE_REDIS_URL",
            Given.patient(redis.url()),
            "CACHE_KEY_PREFIX",
            namespace);

    Cli cli = Cli.run(environment, "inspect", "nothing");

    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains(namespace, "'nothing'");
  }

  @Test
  void aStoreThatIsNotThereIsASentenceAndAFailure() {
    Cli cli = Cli.run("inspect", "--store", "redis://:hush@127.0.0.1:1");

    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).contains("127.0.0.1:1", "--store").doesNotContain("hush");
  }
}
