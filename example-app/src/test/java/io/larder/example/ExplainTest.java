package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.testing.RedisFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  private final RedisFixture redis = RedisFixture.shared();
  private final String namespace = RedisFixture.namespace();
  private final String store = Given.patient(redis.url(namespace));

  @Test
  void saysWhatTheServerDoes() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]");
        ExampleServer server = Given.server(store, upstream.uri())) {
      Client client = new Client(server);
      String url = server.url() + "/universities?country=Germany&country=";

      Cli miss = Cli.run("explain", "--store", store, url);
      client.get("/universities?country=Germany&country=");
      Cli hit = Cli.run("explain", "--store", store, url);
      Cli user = Cli.run("explain", "--store", store, "-H", "Authorization: Basic x", url);
      Cli post = Cli.run("explain", "--store", store, "-X", "POST", url);
      Cli outside = Cli.run("explain", "--store", store, server.url() + "/healthz");

      assertThat(miss.err()).isEmpty();
      assertThat(miss.code()).isZero();
      assertThat(miss.out()).contains("verdict       miss", "key           " + url);
      assertThat(hit.out())
          .contains("verdict       hit", "Cache-Status  larder; hit; ttl=", "status 200, 2 bytes")
          .contains("tags          country:Germany");
      assertThat(user.out()).contains("verdict       bypass", "authorization");
      assertThat(post.out()).contains("verdict       invalidate");
      assertThat(outside.out()).contains("verdict       not covered");
    }
  }

  @Test
  void saysThatMemoryIsNotSeenFromOutside() {
    Cli cli =
        Cli.run("explain", "--store", "memory:", "http://localhost:5000/universities?country=X");
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).contains("verdict       miss", "is not seen from here");
  }

  @ParameterizedTest
  @CsvSource({
    "/universities, has no host: write it as http://localhost:5000/universities",
    "http://a b/, is none",
    "http://localhost:5000/x -H x, the header 'x' is none"
  })
  void refusesWhatIsNoRequest(String arguments, String sentence) {
    String[] all = ("explain " + arguments).split(" (?=-H)| (?<=-H )|(?<=explain) ");
    Cli cli = Cli.run(all);
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains(sentence).hasLineCount(1);
  }
}
