package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {

  @Test
  void oneMissAndTwoHundredHitsAndWhatItIsWorth() {
    Cli cli = Cli.run("demo", "--upstream-delay", "50ms");

    assertThat(cli.err()).isEmpty();
    assertThat(cli.code()).isZero();
    List<String> lines = cli.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("GET /universities?country=Germany&name=Berlin");
    assertThat(lines.get(1)).isEqualTo("store memory:, upstream bundled");
    assertThat(cli.out())
        .containsPattern("without a cache +first request +[0-9.]+ ms")
        .containsPattern("second request +[0-9.]+ ms")
        .containsPattern("miss +[0-9.]+ ms +larder; fwd=uri-miss; stored")
        .containsPattern("first hit +[0-9.]+ ms +larder; hit; ttl=")
        .containsPattern("median of 200 hits +[0-9.]+ ms")
        .containsPattern("parameters in another order +[0-9.]+ ms +larder; hit; ttl=")
        .containsPattern(
            "larder:http://127.0.0.1:[0-9]+/universities\\?country=Germany&name=Berlin"
                + " +memory +([12]?[0-9]|30)s ");
    assertThat(lines.get(lines.size() - 1)).matches("[0-9.]+ x faster");
  }

  @Test
  void overRedisTheEntryIsAString() {
    String store = Given.patient(RedisFixture.shared().url(RedisFixture.namespace()));

    Cli cli = Cli.run("demo", "--upstream-delay", "50ms", "--store", store);

    assertThat(cli.err()).isEmpty();
    assertThat(cli.code()).isZero();
    assertThat(cli.out()).containsPattern("name=Berlin +string +([12]?[0-9]|30)s ");
  }

  @Test
  void hitsThatAreNoneAreAFailure() {
    Cli cli = Cli.run("demo", "--upstream-delay", "2ms", "--ttl", "1ms");

    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.err()).contains("not every request").contains("--ttl");
    assertThat(cli.out()).doesNotContain("x faster");
  }

  @Test
  void anUpstreamWithoutAnAnswerIsAFailure() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(500, "no")) {
      Cli cli = Cli.run("demo", "--upstream", upstream.uri().toString());

      assertThat(cli.code()).isEqualTo(1);
      assertThat(cli.err()).contains("upstream");
      assertThat(cli.out()).doesNotContain("x faster");
    }
  }

  @Test
  void anUpstreamWhoseAnswersDifferShowsThatBodiesAreCompared() throws IOException {
    int[] calls = new int[1];
    try (ScriptedUpstream upstream =
        ScriptedUpstream.playing(
            out -> {
              String name = "x".repeat(++calls[0]);
              String one =
                  "[{\"name\":\"%s\",\"country\":\"x\",\"domains\":[],\"web_pages\":[]}]"
                      .formatted(name);
              out.write(ScriptedUpstream.response(200, one));
            })) {
      Cli cli = Cli.run("demo", "--upstream", upstream.uri().toString());

      assertThat(cli.code()).isEqualTo(1);
      assertThat(cli.err()).contains("differ");
    }
  }

  @Test
  void aStoreThatIsNotThereIsOneSentence() {
    Cli cli = Cli.run("demo", "--store", "redis://:hush@127.0.0.1:1");

    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).contains("127.0.0.1:1", "--store").doesNotContain("hush");
  }
}
