package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Miss;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Masters of a cluster that are replaced: what is served meanwhile. */
class RedisClusterFailoverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LogLines log = new LogLines();

  /** So late that nobody who takes less has waited for one. */
  private static final Duration FAILOVER = Duration.ofSeconds(8);

  private final ClusterLab lab =
      new ClusterLab(ClusterOptions.defaults().withNodeTimeout(FAILOVER));
  private final RedisBackend backend = lab.openHasty("");
  private final CacheStore<String> store = ClusterLab.view(backend);

  @AfterEach
  void close() {
    backend.close();
    lab.close();
    log.close();
  }

  @Test
  void aMasterThatIsReplacedLosesNoRequestAndServesNothingThatWasEnded() {
    assertSurvives(lab.otherMaster());
  }

  @Test
  void theMasterWithTheClockIsReplacedLikeAnyOther() {
    assertSurvives(lab.clockMaster());
  }

  private void assertSurvives(RedisNode master) {
    List<String> keys = new ArrayList<>(lab.keysOn(lab.otherMaster(), 10));
    keys.addAll(lab.keysOn(lab.clockMaster(), 10));
    Traffic traffic = Traffic.on(store, keys);
    try (traffic) {
      await().until(() -> traffic.hits() > 100);

      RedisNode promoted = lab.redis.failOver(master);

      long hits = traffic.hits();
      await().atMost(PATIENCE).until(() -> traffic.hits() > hits + 1000);
      String key = lab.keyOn(promoted);
      await().atMost(PATIENCE).until(() -> !look(store, key).equals("Unavailable"));
    }
    assertThat(traffic.wrongs()).isEmpty();
    assertThat(traffic.longest()).isLessThan(FAILOVER.minusSeconds(2));
    await().atMost(PATIENCE).until(() -> backend.pending().isEmpty());
    assertThat(log.lines().get(log.lines().size() - 1)).startsWith("INFO");
  }

  @Test
  void aMasterThatHandsOverIsLeftInPeace() {
    RedisNode old = lab.otherMaster();
    String key = lab.keyOn(old);
    Traffic traffic = Traffic.on(store, List.of(key, lab.keyOn(lab.clockMaster())));
    try (traffic) {
      await().until(() -> traffic.hits() > 100);

      lab.redis.handOver(old);

      long hits = traffic.hits();
      await().atMost(PATIENCE).until(() -> traffic.hits() > hits + 1000);
    }
    assertThat(traffic.wrongs()).isEmpty();
  }

  @Test
  void anEvictReachesWhoeverHasTheKeyThen() {
    RedisNode master = lab.otherMaster();
    String key = lab.keyOn(master);
    store(store, key, "1");
    await().until(() -> lab.redis.replicaOf(master).command("DBSIZE").equals(1L));
    master.pause();
    assertThat(store.evict(key)).isEqualTo(Answer.DEFERRED);

    await().atMost(PATIENCE).until(() -> look(store, key).equals("Miss"));

    assertThat(backend.pending().isEmpty()).isTrue();
    assertThat(store.findAll(List.of(key)).get(key)).isInstanceOf(Miss.class);
  }
}
