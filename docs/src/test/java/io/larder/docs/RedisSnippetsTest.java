package io.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import io.larder.redis.RedisBackend;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisCredentials;

/** The snippets of docs/redis.md, on a server. */
class RedisSnippetsTest {

  @Test
  void aClientOfOnesOwn() {
    try (PrivateRedis redis = RedisFixture.start();
        RedisClient jedis = RedisClient.create("127.0.0.1", redis.port())) {
      // tag::own-client
      Larder larder = Larder.builder().backend(RedisBackend.over(jedis)).namespace("shop").build();
      // end::own-client
      assertUsable(larder);
      larder.close();
      assertThat(jedis.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void valuesThatAreCompressedAndSealed() {
    byte[] oldKey = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    byte[] newKey = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    // tag::sealed
    Larder larder =
        Larder.builder()
            .store("redis://localhost:6379/0?namespace=shop")
            .compress(Compression.deflate().from(4096))
            .seal(SealingKeys.of(newKey, oldKey))
            .build();
    // end::sealed
    assertThat(larder.toString()).contains("localhost:6379/0 namespace shop");
    larder.close();
  }

  @Test
  void theUserOfThePageCanDoEverything() {
    String command =
        Resources.read("acl.txt")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(String::strip)
            .collect(Collectors.joining(" "));
    try (PrivateRedis redis = RedisFixture.start()) {
      redis.command(command.split(" "));
      try (Larder larder =
          Larder.open(
              "redis://shop:password@127.0.0.1:"
                  + redis.port()
                  + "/0?namespace=shop&timeout=10s")) {
        assertUsable(larder);
      }
    }
  }

  @Test
  void thePrimaryThatSentinelsName() {
    // tag::sentinel
    Larder larder =
        Larder.open(
            "redis+sentinel://app:password@sentinel1,sentinel2:26380,sentinel3/mymaster/0"
                + "?namespace=shop&sentinelPassword=watch");
    // end::sentinel
    assertThat(larder)
        .hasToString(
            "Larder[redis+sentinel://sentinel1:26379,sentinel2:26380,sentinel3:26379/mymaster/0"
                + " namespace shop]");
    larder.close();
  }

  @Test
  void aCluster() {
    // tag::cluster
    Larder larder =
        Larder.open("redis+cluster://app:password@node1,node2,node3:7000?namespace=shop");
    // end::cluster
    assertThat(larder)
        .hasToString("Larder[redis+cluster://node1:6379,node2:6379,node3:7000 namespace shop]");
    larder.close();
  }

  /** Whoever knows the password of today. */
  private interface Vault {
    RedisCredentials credentials();
  }

  @Test
  void aPasswordThatIsAskedFor() {
    Vault vault = () -> new DefaultRedisCredentials("shop", "today");
    // tag::credentials
    Larder larder =
        Larder.builder()
            .backend(RedisBackend.at("redis://host:6379/0", () -> vault.credentials()))
            .namespace("shop")
            .build();
    // end::credentials
    assertThat(larder).hasToString("Larder[redis://host:6379/0 namespace shop]");
    larder.close();
  }

  private static void assertUsable(Larder larder) {
    CacheStore<String> store = larder.store("quotes", Codecs.utf8());
    Terms terms = Terms.ttl(Duration.ofMinutes(1)).tagged("t");
    store.abandon(store.claim("other"));
    assertThat(store.fill(store.claim("ACME"), "x", terms)).isEqualTo(FillResult.STORED);
    assertThat(store.find("ACME")).isInstanceOf(CacheEntry.class);
    assertThat(store.softPurge("ACME")).isEqualTo(Answer.APPLIED);
    assertThat(store.put(store.claim("ACME"), "y", terms)).isEqualTo(Answer.APPLIED);
    assertThat(larder.invalidate("t")).isEqualTo(Answer.APPLIED);
    assertThat(store.evict("ACME")).isEqualTo(Answer.APPLIED);
    assertThat(larder.clear()).isEqualTo(Answer.APPLIED);
  }
}
