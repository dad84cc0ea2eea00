package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import io.larder.redis.testing.SentinelFixture;
import io.larder.redis.testing.SentinelOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, users and TLS where there are several servers. */
class RedisTopologyAccessTest {

  private static final RedisServerOptions SERVERS = RedisServerOptions.defaults();

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void sentinelsAndServersEachHaveTheirOwnPassword() {
    SentinelOptions options =
        SentinelOptions.defaults()
            .withServers(SERVERS.withPassword("s3rver"))
            .withSentinelPassword("s3ntinel");
    try (PrivateSentinel redis = SentinelFixture.start(options)) {
      String hosts = redis.hostsAndPorts() + "/mymaster";
      try (RedisBackend right =
          Lab.open("redis+sentinel://:s3rver@" + hosts + "?sentinelPassword=s3ntinel", "shop")) {
        assertUsable(right, "k");
        assertThat(log.lines()).isEmpty();
        assertThat(right.describe() + right.health()).doesNotContain("s3rver", "s3ntinel");
      }
      assertRefused("redis+sentinel://:s3rver@" + hosts, "sentinelPassword", "NOAUTH");
      assertRefused(
          "redis+sentinel://:s3rver@" + hosts + "?sentinelPassword=wr0ng",
          "CACHE_REDIS_SENTINEL_PASSWORD",
          "WRONGPASS");
      assertRefused(
          "redis+sentinel://:wr0ng@" + hosts + "?sentinelPassword=s3ntinel",
          "CACHE_REDIS_PASSWORD",
          "WRONGPASS");
    }
  }

  private void assertRefused(String uri, String... reasons) {
    log.lines().clear();
    try (RedisBackend backend = Lab.open(uri, "shop")) {
      CacheStore<String> view = Lab.view(backend, "v");
      IntStream.range(0, 100).forEach(i -> assertThat(look(view, "k")).isEqualTo("Unavailable"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains(reasons)
          .doesNotContain("s3rver", "s3ntinel", "wr0ng");
    }
  }

  @Test
  void sentinelsWithTlsAreWatchersOfServersWithTls(@TempDir Path folder) {
    SentinelOptions options = SentinelOptions.defaults().withServers(SERVERS.withTls());
    try (PrivateSentinel redis = SentinelFixture.start(options)) {
      String uri = "rediss+sentinel://" + redis.hostsAndPorts() + "/mymaster";
      try (RedisBackend backend =
          Lab.open(uri + "?ca=" + Pem.of(redis.trustStore(), folder), "shop")) {
        await().until(() -> look(Lab.view(backend, "v"), "k").equals("Miss"));
        assertUsable(backend, "k");
      }
      assertRefused(uri, "No sentinel", "TLS");
    }
  }

  @Test
  void aClusterMayHaveAPasswordAndAUserWithTheLeastOfRights() {
    String[] least =
        Stream.concat(Stream.of(RedisAccessTest.LEAST), Stream.of("+cluster|slots", "+asking"))
            .toArray(String[]::new);
    ClusterOptions options =
        ClusterOptions.defaults()
            .withServers(SERVERS.withPassword("s3cret").withUser("app", "pw:@1", least));
    try (PrivateCluster redis = ClusterFixture.start(options)) {
      try (RedisBackend backend =
          Lab.open("redis+cluster://app:pw:@1@" + redis.hostsAndPorts(), "shop")) {
        assertUsable(backend, "k");
        int slot = ClusterLab.slot("k");
        redis
            .migrateSlot(
                slot,
                redis.masters().stream()
                    .filter(it -> it != redis.masterOf(slot))
                    .findFirst()
                    .orElseThrow())
            .begin();
        assertUsable(backend, "k");
        assertThat(log.lines()).isEmpty();
      }
      assertRefused(
          "redis+cluster://:wr0ng@" + redis.hostsAndPorts(), "CACHE_REDIS_PASSWORD", "WRONGPASS");
    }
  }

  @Test
  void aUserOfThePrimaryThatSentinelsNameNeedsNoMoreThanOfOneServer() {
    SentinelOptions options =
        SentinelOptions.defaults()
            .withServers(SERVERS.withUser("app", "pw", RedisAccessTest.LEAST));
    try (PrivateSentinel redis = SentinelFixture.start(options);
        RedisBackend backend =
            Lab.open("redis+sentinel://app:pw@" + redis.hostsAndPorts() + "/mymaster", "shop")) {
      assertUsable(backend, "k");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aClusterMayHaveTls(@TempDir Path folder) {
    ClusterOptions options = ClusterOptions.defaults().withServers(SERVERS.withTls());
    try (PrivateCluster redis = ClusterFixture.start(options)) {
      String uri = "rediss+cluster://" + redis.hostsAndPorts();
      try (RedisBackend backend =
          Lab.open(uri + "?ca=" + Pem.of(redis.trustStore(), folder), "shop")) {
        await().until(() -> look(Lab.view(backend, "v"), "k").equals("Miss"));
        IntStream.range(0, 10).forEach(i -> assertUsable(backend, "k" + i));
      }
      assertRefused(uri, "TLS");
    }
  }

  @Test
  void theOldestServersWorkToo() {
    RedisServerOptions oldest = SERVERS.onOldest();
    try (PrivateCluster redis =
            ClusterFixture.start(ClusterOptions.defaults().withServers(oldest));
        RedisBackend backend = Lab.open("redis+cluster://" + redis.hostsAndPorts(), "shop")) {
      IntStream.range(0, 10).forEach(i -> assertUsable(backend, "k" + i));
    }
    try (PrivateSentinel redis =
            SentinelFixture.start(SentinelOptions.defaults().withServers(oldest));
        RedisBackend backend =
            Lab.open("redis+sentinel://" + redis.hostsAndPorts() + "/mymaster", "shop")) {
      assertUsable(backend, "k");
    }
  }

  @Test
  void oneServerThatIsNoClusterIsToldSo() {
    String one = RedisFixture.shared().url().replace("redis://", "");
    try (RedisBackend backend = Lab.open("redis+cluster://" + one, "shop")) {
      assertThat(look(Lab.view(backend, "v"), "k")).isEqualTo("Unavailable");
      assertThat(log.lines()).singleElement().asString().contains("is no cluster", "redis://");
    }
  }

  private static void assertUsable(RedisBackend backend, String key) {
    CacheStore<String> store = Lab.view(backend, "v");
    assertThat(store(store, key, "1", MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
    assertThat(look(store, key)).isEqualTo("1");
    assertThat(store.softPurge(key)).isEqualTo(Answer.APPLIED);
    assertThat(store.put(store.claim(key), "2", MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(look(store, key)).isEqualTo("2");
    store.abandon(store.claim("other"));
    assertThat(store.evict(key)).isEqualTo(Answer.APPLIED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(look(store, key)).isEqualTo("Miss");
  }
}
