package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server over a real Redis, which comes and goes. */
class RedisServerTest {
  private static final String GERMANY = "/universities?country=Germany";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("io.larder");
  private final Handler handler = collecting();
  private ScriptedUpstream upstream;
  private ExampleServer server;

  @BeforeEach
  void start() throws IOException {
    upstream = ScriptedUpstream.answering(200, "[]");
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    if (server != null) {
      server.close();
    }
    upstream.close();
  }

  @Test
  void theEntryIsAStringUnderAReadableKeyForThirtySecondsAtMost() {
    RedisFixture redis = RedisFixture.shared();
    String namespace = RedisFixture.namespace();
    Map<String, String> environment =
        Map.of(
            "CACHE_TYPE",
            "redis",
            "CACHE_REDIS_URL",
            Given.patient(redis.url()),
            "CACHE_DEFAULT_TIMEOUT",
            "500",
            "CACHE_KEY_PREFIX",
            namespace);
    Client client = client(null, environment);

    assertThat(client.get("/universities?utm_source=x&country=Germany").stored()).isTrue();

    String key = namespace + ":" + server.url() + GERMANY;
    assertThat(client.get(GERMANY).hit()).isTrue();
    assertThat(redis.command("TYPE", key)).isEqualTo("string");
    assertThat((Long) redis.command("PTTL", key)).isBetween(20_000L, 30_000L);
  }

  @Test
  void anErrorIsNeverWrittenToRedis() throws IOException {
    RedisFixture redis = RedisFixture.shared();
    String namespace = RedisFixture.namespace();
    try (ScriptedUpstream broken = ScriptedUpstream.answering(500, "no")) {
      server = Given.server(Given.patient(redis.url(namespace)), broken.uri());
      Client client = new Client(server);

      assertThat(client.get(GERMANY).status()).isEqualTo(502);
      assertThat(client.get("/universities").status()).isEqualTo(400);
      assertThat(client.get(GERMANY).status()).isEqualTo(502);

      assertThat(broken.requestLines()).hasSize(2);
      // The claim of a load goes after its client has the answer.
      await()
          .until(
              () -> (Long) redis.command("EXISTS", namespace + ":" + server.url() + GERMANY) == 0);
      assertThat(server.larder().inspect("*", 10))
          .allSatisfy(key -> assertThat(key.type()).isEqualTo("meta"));
    }
  }

  @Test
  void aRedisThatIsDownAtTheStartIsSpokenOfOnceAndUsedAsSoonAsItIsThere() {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.stop();
      Client client = client(Given.patient(redis.url()), Map.of());
      server.lookAtTheStore();

      assertServesUncached(client);
      assertThat(logged).filteredOn(it -> it.startsWith("WARNING")).hasSize(1);
      assertThat(logged.get(0)).contains("127.0.0.1:" + redis.port(), "cannot be reached");

      redis.restart();
      assertServesFromCacheSoon(client);
    }
  }

  @Test
  void aRedisThatIsKilledWhileServingCostsNoRequestAndIsUsedAgainByItself() {
    try (PrivateRedis redis = RedisFixture.start()) {
      Client client = client(Given.patient(redis.url()), Map.of());
      assertServesFromCacheSoon(client);

      redis.stop();
      assertServesUncached(client);

      redis.restart();
      assertServesFromCacheSoon(client);
      assertThat(logged).filteredOn(it -> it.startsWith("WARNING")).hasSize(1);
    }
  }

  @Test
  void aRedisThatHangsCostsNoRequest() {
    try (PrivateRedis redis = RedisFixture.start()) {
      Client client = client(redis.url(), Map.of());
      assertServesFromCacheSoon(client);

      redis.pause();
      assertServesUncached(client);

      redis.resume();
      assertServesFromCacheSoon(client);
    }
  }

  @Test
  void aWrongPasswordIsSpokenOfOnceAndNotShown() {
    RedisServerOptions options = RedisServerOptions.defaults().withPassword("right");
    try (PrivateRedis redis = RedisFixture.start(options)) {
      String store = Given.patient("redis://:wrong@127.0.0.1:" + redis.port());
      Client client = client(store, Map.of());
      server.lookAtTheStore();

      assertServesUncached(client);
      assertThat(logged).filteredOn(it -> it.startsWith("WARNING")).hasSize(1);
      assertThat(logged.get(0)).contains("CACHE_REDIS_PASSWORD").doesNotContain(":wrong");
    }
  }

  @Test
  void thePasswordCanComeFromTheEnvironment() {
    RedisServerOptions options = RedisServerOptions.defaults().withPassword("right");
    try (PrivateRedis redis = RedisFixture.start(options)) {
      String store = Given.patient("redis://127.0.0.1:" + redis.port());
      Client client = client(store, Map.of("CACHE_REDIS_PASSWORD", "right"));

      assertServesFromCacheSoon(client);
      assertThat(logged).filteredOn(it -> it.startsWith("WARNING")).isEmpty();
    }
  }

  private Client client(String store, Map<String, String> environment) {
    server = Given.server(store, upstream.uri(), environment);
    return new Client(server);
  }

  private static void assertServesUncached(Client client) {
    for (int i = 0; i < 3; i++) {
      Client.Reply reply = client.get(GERMANY);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.hit()).isFalse();
    }
    Client.Reply health = client.get("/healthz");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).contains("\"reachable\":false");
  }

  private static void assertServesFromCacheSoon(Client client) {
    await().atMost(SOON).until(() -> client.get(GERMANY).hit());
    await().atMost(SOON).until(() -> client.get("/healthz").body().contains("\"reachable\":true"));
  }

  private Handler collecting() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(line.getLevel() + " " + line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
