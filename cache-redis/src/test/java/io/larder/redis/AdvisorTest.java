package io.larder.redis;

import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.SentinelFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** What is said at the start about how servers and clients are set up. */
class AdvisorTest {

  private PrivateRedis redis;

  @BeforeEach
  void start() {
    redis = RedisFixture.start();
    limit("volatile-lru");
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void aServerThatIsSetUpWellIsNotSpokenOf() {
    assertThat(advice(redis.url())).isEmpty();
    limit("volatile-ttl");
    assertThat(advice(redis.url())).isEmpty();
  }

  @Test
  void aServerWithoutALimitOfMemoryIsNamed() {
    redis.command("CONFIG", "SET", "maxmemory", "0");

    assertThat(advice(redis.url()))
        .singleElement()
        .asString()
        .startsWith(
            "Redis at 127.0.0.1:" + redis.port() + " has no limit of memory: set maxmemory");
  }

  @Test
  void aPolicyThatMayEvictTheClockOrStoresNothingNewIsNamed() {
    limit("allkeys-lru");
    assertThat(advice(redis.url()))
        .singleElement()
        .asString()
        .contains("has maxmemory-policy allkeys-lru, which may evict the clock", "volatile-lru");
    limit("noeviction");
    assertThat(advice(redis.url())).singleElement().asString().contains("stores nothing new");
  }

  @Test
  void entriesOfAnotherLayoutAreNamed() {
    try (RedisBackend backend = Lab.open(redis.url(), "shop")) {
      store(Lab.view(backend, "v"), "k", "1");
      assertThat(backend.advisor(List::of).advice()).isEmpty();
      redis.command("SETRANGE", "shop:v:k", "4", "\u0002");

      assertThat(backend.advisor(List::of).advice())
          .singleElement()
          .asString()
          .contains("has entries of layout 2 in the namespace shop", "reads and writes layout 1");
    }
  }

  @Test
  void aPrimaryThatTakesWritesWithoutItsReplicasIsNamed() {
    try (var sentinels = SentinelFixture.start()) {
      String url = "redis+sentinel://" + sentinels.hostsAndPorts() + "/mymaster";
      assertThat(advice(url)).anyMatch(line -> line.contains("set min-replicas-to-write to 1"));

      sentinels.primary().command("CONFIG", "SET", "min-replicas-to-write", "1");

      assertThat(advice(url)).noneMatch(line -> line.contains("min-replicas-to-write"));
    }
  }

  @Test
  void whoMayNotAskIsToldNothing() {
    redis.command("CONFIG", "SET", "maxmemory", "0");
    redis.command("ACL", "SETUSER", "app", "on", ">one", "~shop:*", "~{shop}:meta", "+get");

    assertThat(advice(redis.url("app", "one"))).isEmpty();
  }

  @Test
  void aServerThatIsDownIsNotSpokenOf() {
    redis.stop();

    assertThat(advice(redis.url())).isEmpty();
  }

  @Test
  void aClientWithTheSettingsOfJedisItselfHasALineForEachThatIsTooLong() {
    try (RedisClient client = RedisClient.create(redis.url())) {
      assertThat(new ClientSettings(client).advice())
          .hasSize(3)
          .allSatisfy(line -> assertThat(line).startsWith("The client RedisClient "))
          .anyMatch(line -> line.contains("without an end") && line.contains("maxWait"))
          .anyMatch(line -> line.contains("each read for 2000 ms"))
          .anyMatch(line -> line.contains("connects for 2000 ms"));
    }
  }

  @Test
  void aClientThatIsSetUpForItHasNone() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxWait(Duration.ofMillis(100));
    try (RedisClient client =
        RedisClient.builder()
            .hostAndPort(redis.host(), redis.port())
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .resp2()
                    .connectionTimeoutMillis(200)
                    .socketTimeoutMillis(200)
                    .build())
            .poolConfig(pool)
            .build()) {
      assertThat(new ClientSettings(client).advice()).isEmpty();
    }
  }

  @Test
  void lookingTakesNoConnectionOfTheClientsAway() {
    ConnectionPoolConfig one = new ConnectionPoolConfig();
    one.setMaxTotal(1);
    one.setMaxWait(Duration.ofSeconds(1));
    try (RedisClient client =
        RedisClient.builder()
            .hostAndPort(redis.host(), redis.port())
            .clientConfig(DefaultJedisClientConfig.builder().resp2().build())
            .poolConfig(one)
            .build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(new ClientSettings(client).advice()).isNotEmpty();
      }

      assertThat(client.getPool().getNumActive()).isZero();
      assertThat(client.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void aClientOfAClusterTriesTooOften() {
    assertThat(new ClientSettings(RedisTopologies.sharedClientOfCluster()).advice())
        .anyMatch(line -> line.contains("tries a command 5 times") && line.contains("maxAttempts"))
        .anyMatch(line -> line.contains("each read for 2000 ms"));
  }

  private void limit(String policy) {
    redis.command("CONFIG", "SET", "maxmemory", "100mb");
    redis.command("CONFIG", "SET", "maxmemory-policy", policy);
  }

  private static List<String> advice(String url) {
    try (RedisBackend backend = Lab.open(url, "shop")) {
      return backend.advisor(List::of).advice();
    }
  }
}
