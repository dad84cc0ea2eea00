package io.larder.redis;

import static io.larder.redis.Lab.MINUTE;
import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.SlotMigration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;

/** Clients of somebody else's that know sentinels or a cluster. */
class InjectedTopologyTest {

  @Test
  void aClientOfSentinelsIsUsedLikeAnyOther() {
    try (RedisSentinelClient client = RedisTopologies.clientOfSentinels();
        RedisBackend backend = Lab.over(client, RedisFixture.namespace())) {
      assertUsable(Lab.view(backend, "v"), List.of("a", "b"));
      assertThat(backend.describe()).startsWith("the client RedisSentinelClient namespace ");
      assertThat(backend.health().reachable()).isTrue();
    }
  }

  @Test
  void aClientOfAClusterIsTakenForTheSameServersAsLongAsTheyAre() {
    try (RedisClusterClient client = RedisTopologies.clientOfCluster();
        RedisBackend backend = Lab.over(client, RedisFixture.namespace())) {
      CacheStore<String> view = Lab.view(backend, "v");
      assertUsable(view, List.of("a", "b", "c", "d", "e"));
      store(view, "k", "1");

      // Asked as a whole which server it is, it would name another one each time.
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(30))
          .until(() -> look(view, "k").equals("1"));
    }
  }

  @Test
  @SuppressWarnings("deprecation") // people still have one
  void theOlderClientOfAClusterIsUsedToo() {
    try (JedisCluster client =
            new JedisCluster(
                HostAndPort.from(
                    RedisTopologies.cluster().replaceFirst(".*//", "").split(",")[0]));
        RedisBackend backend = Lab.over(client, RedisFixture.namespace())) {
      assertUsable(Lab.view(backend, "v"), List.of("a", "b", "c"));
    }
  }

  @Test
  void aClientOfAClusterFindsWhatHasMovedInBatchesToo() {
    try (ClusterLab lab =
            new ClusterLab(ClusterOptions.defaults().withNodeTimeout(Duration.ofSeconds(20)));
        RedisClusterClient client = RedisTopologies.clientOfCluster(lab.redis.hostsAndPorts());
        RedisBackend backend = Lab.over(client, "shop")) {
      CacheStore<String> view = ClusterLab.view(backend);
      RedisNode from = lab.otherMaster();
      int slot = ClusterLab.slot(lab.keyOn(from));
      List<String> keys = ClusterLab.keysIn(slot, 4);
      keys.forEach(key -> store(view, key, key));
      SlotMigration migration = lab.redis.migrateSlot(slot, lab.clockMaster());
      migration.begin();
      migration.moveKeys(2);

      assertThat(view.findAll(keys).values())
          .allSatisfy(found -> assertThat(found).isInstanceOf(CacheEntry.class));
      keys.forEach(key -> assertThat(look(view, key)).isEqualTo(key));

      while (migration.moveKeys(10) > 0) {
        // until none is left
      }
      migration.finish();
      keys.forEach(key -> assertThat(look(view, key)).isEqualTo(key));
      assertUsable(view, keys);
    }
  }

  @Test
  void aClusterOfWhichAPartIsDownIsAnAnswerAndNoException() {
    try (ClusterLab lab =
            new ClusterLab(
                ClusterOptions.defaults()
                    .withNodeTimeout(Duration.ofMinutes(2))
                    .withoutFullCoverage());
        RedisClusterClient client = RedisTopologies.clientOfCluster(lab.redis.hostsAndPorts());
        RedisBackend backend = Lab.over(client, "shop");
        LogLines log = new LogLines()) {
      CacheStore<String> view = ClusterLab.view(backend);
      RedisNode other = lab.otherMaster();
      String key = lab.keyOn(other);
      String here = lab.keyOn(lab.clockMaster());
      store(view, key, "1");
      store(view, here, "2");
      assertThat(look(view, here)).isEqualTo("2");
      other.kill();

      assertThat(look(view, key)).isEqualTo("Unavailable");
      assertThat(view.evict(key)).isEqualTo(Answer.DEFERRED);
      assertThat(log.lines()).singleElement().asString().contains("cannot be reached");

      other.restart(RedisNode.Kept.PLACE);

      await().atMost(Duration.ofSeconds(30)).until(() -> look(view, key).equals("Miss"));
      assertThat(backend.pending().isEmpty()).isTrue();
      assertThat(look(view, here)).as("its invalidations may be lost").isEqualTo("Miss");
    }
  }

  private static void assertUsable(CacheStore<String> view, List<String> keys) {
    for (String key : keys) {
      assertThat(store(view, key, "1", MINUTE.tagged("t"))).isEqualTo(FillResult.STORED);
      assertThat(look(view, key)).isEqualTo("1");
      assertThat(view.softPurge(key)).isEqualTo(Answer.APPLIED);
      assertThat(view.put(view.claim(key), "2", MINUTE.tagged("t"))).isEqualTo(Answer.APPLIED);
      assertThat(look(view, key)).isEqualTo("2");
    }
    assertThat(view.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    keys.forEach(key -> assertThat(look(view, key)).isEqualTo("Miss"));
    assertThat(view.evictAll(keys)).isEqualTo(Answer.APPLIED);
  }
}
