package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateRedisTest {
  private static final RedisServerOptions DEFAULTS = RedisServerOptions.defaults();

  @Test
  void aServerAnswersUntilItIsClosed() {
    PrivateRedis redis = RedisFixture.start();
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    try (redis) {
      assertThat(redis.command("PING")).isEqualTo("PONG");
      assertThat(redis.url()).isEqualTo("redis://127.0.0.1:" + redis.port() + "/0");
    }
    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(() -> connect(redis.port())).isInstanceOf(IOException.class);
  }

  @Test
  void twoServersAreTwo() {
    try (PrivateRedis one = RedisFixture.start();
        PrivateRedis other = RedisFixture.start()) {
      one.command("SET", "k", "v");

      assertThat(one.port()).isNotEqualTo(other.port());
      assertThat(other.command("GET", "k")).isNull();
    }
  }

  @Test
  void aRestartedServerHasTheSamePortAnotherRunIdAndNoData() {
    try (PrivateRedis redis = RedisFixture.start()) {
      int port = redis.port();
      String runId = runId(redis);
      redis.command("SET", "k", "v");

      redis.restart();

      assertThat(redis.port()).isEqualTo(port);
      assertThat(redis.command("GET", "k")).isNull();
      assertThat(runId(redis)).isNotEqualTo(runId);
    }
  }

  @Test
  void aKilledServerCanComeBackWithItsLastSnapshot() {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.command("SET", "k", "saved");
      redis.command("SAVE");
      redis.command("SET", "k", "later");

      redis.kill();
      redis.kill();
      assertThatThrownBy(() -> connect(redis.port())).isInstanceOf(IOException.class);
      redis.restartFromSnapshot();
      assertThat(redis.command("GET", "k")).isEqualTo("saved");

      redis.restart();
      assertThat(redis.command("GET", "k")).as("else a restart is an empty server").isNull();
    }
  }

  @Test
  void aStoppedServerRefusesConnectionsUntilItIsRestarted() throws IOException {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.stop();
      redis.stop();
      assertThatThrownBy(() -> connect(redis.port())).isInstanceOf(IOException.class);

      redis.restart();
      connect(redis.port());
    }
  }

  @Test
  void aPausedServerAcceptsButAnswersOnlyAfterItsResumption() throws Exception {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.pause();
      connect(redis.port());
      CompletableFuture<Object> answer =
          CompletableFuture.supplyAsync(() -> redis.command("ECHO", "awake"));
      assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      redis.resume();
      assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo("awake");
    }
  }

  @Test
  void aPausedServerCanBeClosed() {
    PrivateRedis redis = RedisFixture.start();
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    redis.pause();
    redis.close();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void flushingRemovesEverything() {
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.command("SET", "k", "v");
      assertThat(redis.command("DBSIZE")).isEqualTo(1L);

      redis.flushAll();
      assertThat(redis.command("DBSIZE")).isEqualTo(0L);
    }
  }

  @Test
  void nothingIsKeptOnDisk() {
    try (PrivateRedis redis = RedisFixture.start()) {
      assertThat(redis.command("CONFIG", "GET", "save")).isEqualTo(List.of("save", ""));
      assertThat(redis.command("CONFIG", "GET", "appendonly"))
          .isEqualTo(List.of("appendonly", "no"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "p@ss:w/rd \"\\ü %+#"})
  void aPasswordIsRequiredAndGoesIntoTheUrl(String password) {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.withPassword(password))) {
      assertThat(ping(redis.url())).isEqualTo("PONG");
      assertThatIllegalStateException()
          .isThrownBy(() -> ping("redis://127.0.0.1:" + redis.port() + "/0"))
          .withMessageContaining("NOAUTH");
      assertThatIllegalStateException()
          .isThrownBy(() -> ping("redis://:wrong@127.0.0.1:" + redis.port() + "/0"))
          .withMessageContaining("WRONGPASS");
    }
  }

  @Test
  void anAclUserMayDoWhatItsRulesSayAndNoMore() {
    RedisServerOptions options =
        DEFAULTS.withUser("shop", "pw", "~shop:*", "+@all", "-flushall").withUser("all", "pw2");
    try (PrivateRedis redis = RedisFixture.start(options);
        RespConnection shop = RespConnection.open(URI.create(redis.url("shop", "pw")));
        RespConnection all = RespConnection.open(URI.create(redis.url("all", "pw2")))) {
      assertThat(shop.call(List.of("SET", "shop:k", "v"))).isEqualTo("OK");
      assertThatIllegalStateException()
          .isThrownBy(() -> shop.call(List.of("SET", "other:k", "v")))
          .withMessageContaining("NOPERM");
      assertThatIllegalStateException()
          .isThrownBy(() -> shop.call(List.of("FLUSHALL")))
          .withMessageContaining("NOPERM");
      assertThat(all.call(List.of("SET", "other:k", "v"))).isEqualTo("OK");
    }
  }

  @Test
  void theDefaultUserCanBeLockedOut() {
    RedisServerOptions options = DEFAULTS.withUser("default", "pw", "off").withUser("app", "pw");
    try (PrivateRedis redis = RedisFixture.start(options)) {
      assertThat(ping(redis.url("app", "pw"))).isEqualTo("PONG");
      assertThatIllegalStateException().isThrownBy(() -> ping(redis.url()));
    }
  }

  @Test
  void aFullServerRefusesWrites() {
    RedisServerOptions options = DEFAULTS.withMaxMemory("3mb", "noeviction");
    try (PrivateRedis redis = RedisFixture.start(options)) {
      String megabyte = "x".repeat(1 << 20);
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                for (int i = 0; i < 5; i++) {
                  redis.command("SET", "k" + i, megabyte);
                }
              })
          .withMessageContaining("OOM");
    }
  }

  @Test
  void aSettingThatNoRedisKnowsIsRefusedWithItsWords() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RedisFixture.start(DEFAULTS.withSetting("no-such-setting", "1")))
        .withMessageContaining("no-such-setting");
  }

  @Test
  void theOldestSupportedRedisCanBeAskedFor() {
    try (PrivateRedis redis = RedisFixture.start(DEFAULTS.onOldest())) {
      assertThat(redis.origin()).endsWith("from embedded-redis");
      assertThat(info(redis, "redis_version")).startsWith("6.2.");
    }
  }

  @Test
  void noPasswordShowsInAnOptionsText() {
    assertThat(DEFAULTS.withPassword("s3cret").withUser("u", "s3cret").toString())
        .doesNotContain("s3cret");
  }

  private static Object ping(String url) {
    try (RespConnection redis = RespConnection.open(URI.create(url))) {
      return String.valueOf(redis.call(List.of("PING")));
    }
  }

  private static String runId(PrivateRedis redis) {
    return info(redis, "run_id");
  }

  private static String info(PrivateRedis redis, String field) {
    Matcher line = Pattern.compile(field + ":(\\S+)").matcher("" + redis.command("INFO", "server"));
    assertThat(line.find()).isTrue();
    return line.group(1);
  }

  private static void connect(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
    }
  }
}
