package io.larder.redis;

import static io.larder.redis.Lab.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheStore;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer, and on which the cache cannot work: each is one sentence. */
class UnsuitableServerTest {

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void anOldServerIsOneSentenceWithItsVersion() throws IOException {
    try (ScriptedServer old = server("5.0.7");
        RedisBackend backend = open(old)) {
      assertNobodyAsksButTheTrials(old, Lab.view(backend, "v"));
      assertThat(log.lines())
          .singleElement()
          .isEqualTo(
              "WARNING The cache needs Redis 6.2 or later, and found 5.0.7 at 127.0.0.1:"
                  + old.port()
                  + " (unknown command): upgrade it; values are computed without the cache until"
                  + " then");
    }
  }

  @Test
  void aNewServerThatLacksTheCommandIsNotToBeUpgraded() throws IOException {
    try (ScriptedServer odd = server("7.0.15");
        RedisBackend backend = open(odd)) {
      assertNobodyAsksButTheTrials(odd, Lab.view(backend, "v"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("found 7.0.15", "docs/redis.md")
          .doesNotContain("upgrade");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.0.7", "6.0.16", "6.1.242"})
  void theAdviceNamesAnOldServer(String version) throws IOException {
    try (ScriptedServer old = server(version);
        RedisBackend backend = open(old)) {
      assertThat(backend.advisor(List::of).advice())
          .containsExactly(
              "Redis at 127.0.0.1:"
                  + old.port()
                  + " is of version "
                  + version
                  + ", on which the cache cannot work: upgrade it to 6.2 or later");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "7.0.15", "10.0.1"})
  void theAdviceDoesNotNameALaterOne(String version) throws IOException {
    try (ScriptedServer later = server(version);
        RedisBackend backend = open(later)) {
      assertThat(backend.advisor(List::of).advice()).isEmpty();
    }
  }

  @Test
  void aDatabaseThatTheServerLacksIsOneSentenceThatNamesTheSetting() {
    try (PrivateRedis redis = RedisFixture.start();
        RedisBackend backend = Lab.open("redis://127.0.0.1:" + redis.port() + "/99", "shop")) {
      CacheStore<String> store = Lab.view(backend, "v");
      IntStream.range(0, 100).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));
      long commands = commands(redis);
      IntStream.range(0, 100).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));

      assertThat(commands(redis) - commands).isLessThan(20);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING redis://127.0.0.1:" + redis.port() + "/99 names a database")
          .contains("DB index is out of range", "CACHE_REDIS_DB", "such as 0");
    }
  }

  @Test
  void aUserWhoMayNotUseTheClockIsTriedAndSpokenOfOnce() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                Map.of(
                    "PTTL", ":-2",
                    "GET", "$-1",
                    "INFO", ScriptedServer.bulk("redis_version:7.0.15\r\nrun_id:a\r\n"),
                    "ZMSCORE", "-NOPERM this user has no permissions to run 'zmscore'"));
        RedisBackend backend = open(server)) {
      assertNobodyAsksButTheTrials(server, Lab.view(backend, "v"));
      assertThat(log.lines()).singleElement().asString().contains("NOPERM");
    }
  }

  private static RedisBackend open(ScriptedServer server) {
    // What it answers is tested, and not how fast.
    return Lab.open(
        "redis://127.0.0.1:" + server.port() + "?timeout=5s&connectTimeout=5s&deadline=10s",
        "shop");
  }

  private static ScriptedServer server(String version) throws IOException {
    return new ScriptedServer(
        Map.of(
            "HELLO", "-ERR unknown command `HELLO`, with args beginning with: `2`",
            "PTTL", ":-2",
            "GET", "$-1",
            "SCAN", "*2\r\n$1\r\n0\r\n*0",
            "INFO", ScriptedServer.bulk("redis_version:" + version + "\r\nrun_id:a\r\n"),
            "ZMSCORE", "-ERR unknown command `ZMSCORE`, with args beginning with: `{shop}:meta`"));
  }

  /** It asks once, and the trials of two seconds neither believe the server nor say so again. */
  private static void assertNobodyAsksButTheTrials(
      ScriptedServer server, CacheStore<String> store) {
    IntStream.range(0, 1000).forEach(i -> assertThat(look(store, "k")).isEqualTo("Unavailable"));
    assertThat(server.commands()).filteredOn("GET"::equals).hasSize(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.commands().stream().filter("ZMSCORE"::equals).count() >= 3);
    assertThat(look(store, "k")).isEqualTo("Unavailable");
    assertThat(server.commands()).filteredOn("GET"::equals).hasSize(1);
  }

  private static long commands(PrivateRedis redis) {
    String stats = (String) redis.command("INFO", "stats");
    int at = stats.indexOf("total_commands_processed:");
    return Long.parseLong(stats.substring(at + 25, stats.indexOf('\r', at)));
  }
}
