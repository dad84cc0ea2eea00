package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.RedisFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** A server that has no memory left, or is a replica: invalidations come first. */
class RedisFullTest {

  private final LogLines log = new LogLines();
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
    log.close();
  }

  @Test
  void whatIsThereIsStillServedAndNothingIsStored() {
    store(store, "k", "1");
    Claim claim = store.claim("l");
    fill();

    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(store.fill(claim, "2", MINUTE)).isEqualTo(FillResult.UNAVAILABLE);
    assertThat(store.claim("m").granted()).isFalse();
    assertThat(look(store, "k")).isEqualTo("1");
    assertThat(log.lines()).singleElement().asString().contains("no memory left");
  }

  @Test
  void noInvalidationFailsForMemory() {
    for (int i = 0; i < 6; i++) {
      store(store, "k" + i, "1", MINUTE.tagged("t"));
    }
    Claim put = store.claim("k2");
    fill();

    assertThat(store.evict("k0")).isEqualTo(Answer.APPLIED);
    assertThat(store.softPurge("k1")).isEqualTo(Answer.APPLIED);
    assertThat(store.put(put, "2", MINUTE)).isEqualTo(Answer.APPLIED);
    assertThat(store.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    assertThat(store.clear()).isEqualTo(Answer.APPLIED);
    assertThat(backend.clear()).isEqualTo(Answer.APPLIED);

    for (int i = 0; i < 6; i++) {
      assertThat(look(store, "k" + i)).isEqualTo("Miss");
    }
    redis.command("CONFIG", "SET", "maxmemory", "0");
    for (int i = 0; i < 6; i++) {
      assertThat(look(store, "k" + i)).isEqualTo("Miss");
    }
    assertThat(store(store, "k0", "3")).isEqualTo(FillResult.STORED);
    assertThat(look(store, "k0")).isEqualTo("3");
  }

  @Test
  void anEvictOnAFullServerRefusesTheLoadInFlight() {
    Claim claim = store.claim("k");
    fill();
    assertThat(store.evict("k")).isEqualTo(Answer.APPLIED);
    redis.command("CONFIG", "SET", "maxmemory", "0");

    assertThat(store.fill(claim, "old", MINUTE)).isEqualTo(FillResult.REFUSED);
  }

  @Test
  void aSoftPurgeThatFindsNoRoomRemoves() {
    store(store, "k", "1");
    fill();

    try (RedisClient raw = RedisClient.create(redis.url())) {
      byte[] key = Lab.bytes("shop:v:k");
      Script.SOFTEN.run(
          InjectedNodes.of(raw), key, List.of(Envelope.BEGINNING, Ids.marked(Ids.next())));

      assertThat(raw.exists(key)).isFalse();
    }
  }

  @Test
  void aReplicaIsNotReadFromTheStartOn() {
    store(store, "k", "1");
    try (PrivateRedis replica = RedisFixture.start();
        RedisBackend wrong = Lab.open(replica.url(), "shop")) {
      replica.command("REPLICAOF", "127.0.0.1", String.valueOf(redis.port()));
      await().until(() -> Long.valueOf(1).equals(replica.command("EXISTS", "shop:v:k")));

      assertThat(look(Lab.view(wrong, "v"), "k")).isEqualTo("Unavailable");
      assertThat(log.lines()).singleElement().asString().contains("is a replica");
    }
  }

  @Test
  void aReplicaIsRefusedByName() {
    store(store, "k", "1");
    try (PrivateRedis primary = RedisFixture.start()) {
      redis.command("REPLICAOF", "127.0.0.1", String.valueOf(primary.port()));

      await().until(() -> look(store, "k").equals("Unavailable"));

      assertThat(log.lines()).singleElement().asString().contains("is a replica");
      redis.command("REPLICAOF", "NO", "ONE");
      await().until(() -> look(store, "k").equals("Miss"));
    }
  }

  private void fill() {
    redis.command("CONFIG", "SET", "maxmemory", "1");
  }
}
