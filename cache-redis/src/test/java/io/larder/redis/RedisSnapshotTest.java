package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Terms;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** A server that was restarted from an old snapshot, while others had moved on. */
class RedisSnapshotTest {

  private static final String META = "{shop}:meta";

  private PrivateRedis redis;
  private RedisBackend backend;
  private CacheStore<String> store;

  @BeforeEach
  void open() {
    redis = RedisFixture.start();
    backend = Lab.open(redis.url(), "shop");
    store = Lab.view(backend, "v");
  }

  @AfterEach
  void close() {
    backend.close();
    redis.close();
  }

  @Test
  void whoHasSeenLessThanOthersRefusesWhatTheyComputedBeforeALostInvalidation() {
    Terms terms = MINUTE.tagged("t");
    store(store, "k", "1", terms);
    assertThat(look(store, "k")).isEqualTo("1");
    redis.command("SAVE");
    try (RedisClient before = RedisClient.create(redis.url());
        RedisBackend other = Lab.open(redis.url(), "shop")) {
      CacheStore<String> elsewhere = Lab.view(other, "v");
      IntStream.range(0, 5).forEach(i -> elsewhere.evict("x"));
      Claim claim = new DyingNode(before).claim("k");
      elsewhere.invalidate(List.of("t"));
      redis.restartFromSnapshot();

      // This one has seen nothing of that, and is the only one to notice.
      assertThat(look(store, "k")).isEqualTo("Miss");
      try (RedisClient after = RedisClient.create(redis.url())) {
        assertThat(new DyingNode(after).fill(claim, "outdated", terms)).isTrue();
      }
      IntStream.range(0, 10).forEach(i -> store.evict("y"));

      assertThat(look(store, "k")).isEqualTo("Miss");
    }
    assertThat(store(store, "k", "2", terms).name()).isEqualTo("STORED");
    assertThat(look(store, "k")).isEqualTo("2");
  }

  @Test
  void whateverRaisesTheFloorRaisesItAboveTheServersOwnTime() {
    store.evict("k");
    long second = Long.parseLong(((List<?>) redis.command("TIME")).get(0).toString());
    for (String mark : List.of("clock", "floor", "last")) {
      redis.command("ZADD", META, "5", mark);
    }
    // One that has seen nothing, as every clear raises the floor.
    try (RedisBackend fresh = Lab.open(redis.url(), "shop")) {
      fresh.clear();
    }

    assertThat(mark("floor")).isGreaterThan(second * 1_000_000).isEqualTo(mark("clock"));
    assertThat(mark("last")).isEqualTo(mark("clock"));
  }

  private long mark(String member) {
    return Long.parseLong(String.valueOf(redis.command("ZSCORE", META, member)));
  }

  /** One that claims and fills, and never gets to ask which server it was. */
  private static final class DyingNode {

    private static final byte[] NAME = Lab.bytes("shop:v:k");

    private final Writes writes;

    DyingNode(RedisClient client) {
      Nodes nodes = InjectedNodes.of(client);
      MetaClock clock = new MetaClock(nodes, Lab.bytes(META), MetaClock.MOST_TAGS);
      Entries entries = new Entries(nodes, clock, new RedisStats());
      writes = new Writes(nodes, clock, entries, new Layout("shop"), Duration.ofSeconds(60));
    }

    Claim claim(String key) {
      return writes.claim(key, NAME, Ids.next());
    }

    boolean fill(Claim claim, String value, Terms terms) {
      byte[] envelope = Envelope.value(NAME, Ids.next(), claim.stamp(), terms, Lab.bytes(value));
      return writes.fill(NAME, claim.id(), envelope, terms, false);
    }
  }
}
