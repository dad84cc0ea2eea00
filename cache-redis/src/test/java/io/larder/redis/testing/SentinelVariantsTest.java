package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.redis.testing.RedisNode.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentinels that are started otherwise than by default. */
class SentinelVariantsTest {
  private static final SentinelOptions DEFAULTS = SentinelOptions.defaults();
  private static final RedisServerOptions SERVERS = RedisServerOptions.defaults();

  @Test
  void theOldestRedisHasSentinelsTooAndAFormerPrimaryMayComeBackAsOne() {
    SentinelOptions options = DEFAULTS.withServers(SERVERS.onOldest()).withMasterName("shop-1");
    try (PrivateSentinel all = SentinelFixture.start(options)) {
      assertThat(all.origin()).endsWith("from embedded-redis");
      RedisNode old = all.primary();
      RedisNode promoted = all.killPrimary();

      old.restart(Kept.NOTHING);
      assertThat(Replication.isMaster(old)).as("until the sentinels notice").isTrue();
      assertThat(all.primary()).isSameAs(promoted);
    }
  }

  @Test
  void passwordsAndTlsHoldForServersAndSentinels() {
    SentinelOptions options =
        DEFAULTS.withServers(SERVERS.withPassword("pw").withTls()).withSentinelPassword("other");
    try (PrivateSentinel all = SentinelFixture.start(options)) {
      assertAsksFor("pw", all, all.primary());
      assertAsksFor("other", all, all.sentinels().get(0));
      RedisNode old = all.primary();
      assertThat(all.failOver()).isNotSameAs(old);
    }
    assertThat(options.toString()).doesNotContain("pw").doesNotContain("other");
  }

  private static void assertAsksFor(String password, PrivateSentinel all, RedisNode node) {
    try (RespConnection redis =
        RespConnection.connect(node.host(), node.port(), all.trustStore().sslContext())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> redis.call(List.of("PING")))
          .withMessageContaining("NOAUTH");
      assertThat(redis.call(List.of("AUTH", password))).isEqualTo("OK");
      assertThat(redis.call(List.of("PING"))).isEqualTo("PONG");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPrimaryThatNobodyReachesThroughItsProxyIsReplaced() {
    try (PrivateSentinel all = SentinelFixture.start(DEFAULTS.behindProxies())) {
      RedisNode old = all.primary();
      for (RedisNode sentinel : all.sentinels()) {
        assertThat(sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
            .isEqualTo(List.of("127.0.0.1", "" + all.proxyOf(old).port()));
      }
      String first = all.hostsAndPorts().split(",")[0];
      try (RespConnection client = RespConnection.open(URI.create("redis://" + first))) {
        assertThat(client.call(List.of("PING"))).isEqualTo("PONG");
      }

      all.proxyOf(old).hold();
      RedisNode promoted = all.awaitPromotion(old);
      assertThat(Replication.isMaster(old)).as("nobody could tell it").isTrue();
      assertThat(promoted).isNotSameAs(old);
    }
  }
}
