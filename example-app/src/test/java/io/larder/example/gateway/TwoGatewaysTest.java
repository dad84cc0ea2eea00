package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Larder;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways before one origin, over one Redis. */
class TwoGatewaysTest {
  private static final String FRESH = "Cache-Control: max-age=600";
  private static final String SAYS = "No-Vary-Search: params=(\"a\")";

  private ScriptedOrigin origin;
  private Fixture one;
  private Fixture other;

  @BeforeEach
  void start() throws Exception {
    origin = new ScriptedOrigin();
    String redis =
        RedisFixture.shared().url(RedisFixture.namespace()) + "&timeout=10s&connectTimeout=10s";
    one = new Fixture(origin.uri(), Larder.open(redis));
    other = new Fixture(origin.uri(), Larder.open(redis));
  }

  @AfterEach
  void stop() throws IOException {
    one.close();
    other.close();
    origin.close();
  }

  private Talk at(Fixture gateway) {
    return new Talk(origin, gateway, "/a");
  }

  @Test
  void findWhatTheOtherHasStoredForAQueryThatDiffersInNothing() throws Exception {
    at(one).answers(FRESH, SAYS).asksFor("GET", "/a?a=1&b=1").miss();

    at(other).asksFor("GET", "/a?a=2&b=1").hit().body("body 1");
    at(other).asksFor("GET", "/a?a=2&b=2").forwarded().body("body 2");
    at(one).asksFor("GET", "/a?b=2").hit().body("body 2");
    assertThat(origin.of("/a").asked).hasSize(2);
  }

  @Test
  void findNothingThatTheOtherHasInvalidated() throws Exception {
    at(one).answers(FRESH, SAYS).asksFor("GET", "/a?a=1").miss();
    at(other).asksFor("GET", "/a?a=2").hit();

    at(other).asksFor("DELETE", "/a?a=1").forwarded();

    at(one).asksFor("GET", "/a?a=2").forwarded().body("body 3");
    at(other).asksFor("GET", "/a?a=3").hit().body("body 3");
  }

  @Test
  void findNothingForAnotherQueryOnceTheOriginSaysItNoMore() throws Exception {
    at(one).answers(FRESH, SAYS).answers(FRESH).asksFor("GET", "/a?a=1").miss();
    at(other).asksFor("GET", "/a?a=1", "Cache-Control: no-cache").forwarded().body("body 2");

    at(one).asksFor("GET", "/a?a=1").hit().body("body 2");
    at(one).asksFor("GET", "/a?a=2").forwarded().body("body 3");
  }
}
