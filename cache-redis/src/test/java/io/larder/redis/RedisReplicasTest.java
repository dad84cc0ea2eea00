package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Terms;
import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateCluster;
import io.larder.redis.testing.PrivateRedis;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisFixture;
import io.larder.redis.testing.RedisServerOptions;
import io.larder.redis.testing.SentinelFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invalidations that are to be on a replica before they count. */
class RedisReplicasTest {

  private static final Terms TAGGED = Lab.MINUTE.tagged(List.of("t"));
  private static final String ONE = "invalidationReplicas=1";

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  private static RedisBackend open(PrivateSentinel redis) {
    String place = redis.hostsAndPorts() + "/mymaster?timeout=2s&deadline=5s&";
    return Lab.open("redis+sentinel://" + place + ONE, "shop");
  }

  @Test
  void whatAReplicaHasOutlivesItsNodeAndItsPrimary() {
    try (PrivateSentinel redis = SentinelFixture.start();
        RedisBackend other = open(redis)) {
      CacheStore<String> theirs = Lab.view(other, "v");
      try (RedisBackend lost = open(redis)) {
        store(theirs, "k", "old", TAGGED);
        store(theirs, "l", "old");
        assertThat(look(theirs, "k")).isEqualTo("old");

        assertThat(lost.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
        assertThat(Lab.view(lost, "v").evict("l")).isEqualTo(Answer.APPLIED);
      }
      redis.killPrimary();

      await().atMost(Duration.ofSeconds(30)).until(() -> !look(theirs, "k").equals("Unavailable"));
      assertThat(look(theirs, "k")).isEqualTo("Miss");
      assertThat(look(theirs, "l")).isEqualTo("Miss");
    }
  }

  @Test
  void whatNoReplicaHasIsDeferredAndHoldsAllTheSame() {
    try (PrivateSentinel redis = SentinelFixture.start();
        RedisBackend backend = open(redis)) {
      CacheStore<String> view = Lab.view(backend, "v");
      store(view, "k", "old", TAGGED);
      Claim claim = view.claim("put");
      redis.replica().pause();

      assertThat(view.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
      assertThat(view.evict("other")).isEqualTo(Answer.DEFERRED);
      assertThat(view.put(claim, "v", Lab.MINUTE)).isEqualTo(Answer.DEFERRED);
      assertThat(view.clear()).isEqualTo(Answer.DEFERRED);

      assertThat(look(view, "k")).isEqualTo("Miss");
      assertThat(backend.pending().isEmpty()).as("it does not keep others from reading").isTrue();
      assertThat(log.lines()).isEmpty();
      redis.replica().resume();
      await().atMost(Duration.ofSeconds(30)).until(() -> view.evict("other") == Answer.APPLIED);
    }
  }

  @Test
  void inAClusterTheReplicasOfAllThatIsConcernedAreWaitedFor() {
    try (PrivateCluster redis = ClusterFixture.start(ClusterOptions.defaults());
        RedisBackend backend =
            Lab.open(
                "redis+cluster://" + redis.hostsAndPorts() + "?timeout=2s&deadline=5s&" + ONE,
                "shop")) {
      CacheStore<String> view = Lab.view(backend, "v");
      List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
      keys.forEach(key -> store(view, key, "v"));
      assertThat(view.evictAll(keys)).isEqualTo(Answer.APPLIED);
      assertThat(view.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
      int clock = SlotTable.slot(new Layout("shop").meta());
      String elsewhere =
          keys.stream()
              .filter(
                  key ->
                      redis.masterOf(SlotTable.slot(Lab.bytes("shop:v:" + key)))
                          != redis.masterOf(clock))
              .findFirst()
              .orElseThrow();
      redis.replicaOf(redis.masterOf(SlotTable.slot(Lab.bytes("shop:v:" + elsewhere)))).pause();

      assertThat(view.evict(elsewhere)).isEqualTo(Answer.DEFERRED);
      assertThat(view.invalidate(List.of("t"))).as("not concerned").isEqualTo(Answer.APPLIED);
    }
  }

  @Test
  void aUserWhoMayNotWaitIsTold() {
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults())) {
      redis.command("ACL", "SETUSER", "app", "on", ">x", "~*", "&*", "+@all", "-wait");
      try (RedisBackend backend = Lab.open(redis.url("app", "x") + "?" + ONE, "shop")) {
        assertThat(backend.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
        assertThat(backend.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);

        assertThat(log.lines())
            .singleElement()
            .asString()
            .contains("does not wait for replicas (NOPERM)", "permit this user WAIT");
      }
    }
  }

  @Test
  void aServerWithoutReplicasAppliesWhereNoneAreWanted() {
    try (PrivateRedis redis = RedisFixture.start(RedisServerOptions.defaults());
        RedisBackend wanting = Lab.open(redis.url() + "?" + ONE, "shop");
        RedisBackend content = Lab.open(redis.url(), "shop")) {
      assertThat(wanting.invalidate(List.of("t"))).isEqualTo(Answer.DEFERRED);
      assertThat(content.invalidate(List.of("t"))).isEqualTo(Answer.APPLIED);
    }
  }
}
