package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.testing.RedisFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectTest {
  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final String store = redis.url(namespace);

  @Test
  void eachEntryIsARowUnderTheHeadings() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]");
        ExampleServer server = Given.server(store, upstream.uri())) {
      Client client = new Client(server.url());
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
            "CACHE_TYPE", "redis", "CACHE_REDIS_URL", redis.url(), "CACHE_KEY_PREFIX", namespace);

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
