package io.larder.redis;

import static io.larder.redis.Lab.look;
import static io.larder.redis.Lab.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.Answer;
import io.larder.redis.testing.ClusterOptions;
import io.larder.redis.testing.PrivateSentinel;
import io.larder.redis.testing.RedisNode;
import io.larder.redis.testing.SentinelFixture;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes with copies in memory, and servers that stand in for each other. */
class TieredFailoverTest {

  private static final Duration BOUND = Duration.ofMillis(500);
  private static final String OPTIONS = "?stalenessBound=500ms";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final LogLines log = new LogLines();

  @AfterEach
  void close() {
    log.close();
  }

  private static String uri(PrivateSentinel redis) {
    return "redis+sentinel://" + redis.hostsAndPorts() + "/" + redis.masterName() + OPTIONS;
  }

  private static void until(BooleanSupplier condition) {
    await().atMost(PATIENCE).until(condition::getAsBoolean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"killed", "handsOver", "hangs"})
  void noFailoverBringsBackWhatWasEnded(String primary) {
    try (PrivateSentinel redis = SentinelFixture.start();
        TieredLab lab = TieredLab.of(3, uri(redis))) {
      Crowd crowd = Crowd.on(lab.nodes, BOUND);
      try (crowd) {
        until(() -> lab.copyHits() > 100 && crowd.hits() > 1000);

        RedisNode old = redis.primary();
        switch (primary) {
          case "killed" -> redis.killPrimary();
          case "handsOver" -> redis.failOver();
          default -> {
            old.pause();
            redis.awaitPromotion(old);
            old.resume();
          }
        }

        long copies = lab.copyHits();
        long hits = crowd.hits();
        until(() -> lab.copyHits() > copies + 200 && crowd.hits() > hits + 1000);
      }
      assertThat(crowd.wrongs()).isEmpty();
    }
  }

  @Test
  void whatTheReplicaHasNotHeardOfIsNotServedFromIt() {
    try (PrivateSentinel redis = SentinelFixture.start();
        // Who dies refuses connections at once: a busy machine is no outage.
        TieredLab lab = TieredLab.of(2, uri(redis) + "&timeout=5s&connectTimeout=5s")) {
      lab.copy("k", "old");
      RedisNode replica = redis.replica();
      until(() -> Long.valueOf(1).equals(replica.command("EXISTS", "shop:v:k")));
      RedisNode primary = redis.primary();

      replica.command("CONFIG", "SET", "masterauth", "wrong");
      primary.command("CLIENT", "KILL", "TYPE", "replica");
      until(() -> ("" + replica.command("INFO", "replication")).contains("link_status:down"));
      assertThat(lab.node(0).evict("k")).isEqualTo(Answer.APPLIED);
      until(() -> look(lab.node(1), "k").equals("Miss"));
      assertThat(replica.command("EXISTS", "shop:v:k")).isEqualTo(1L);
      primary.kill();
      redis.awaitPromotion(primary);

      until(
          () -> {
            assertThat(look(lab.node(1), "k")).isNotEqualTo("old");
            return look(lab.node(1), "k").equals("Miss");
          });
      until(
          () -> {
            assertThat(look(lab.node(0), "k")).isNotEqualTo("old");
            if (look(lab.node(1), "k").equals("Miss")) {
              store(lab.node(1), "k", "new"); // each node that notices the failover ends all
            }
            return lab.isCopied(0, "k")
                && lab.isCopied(1, "k")
                && look(lab.node(0), "k").equals("new");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"failOver", "handOver", "migrate"})
  void theClockMayMoveToAnotherServerOfTheCluster(String how) {
    try (ClusterLab cluster = new ClusterLab(ClusterOptions.defaults());
        TieredLab lab =
            TieredLab.of(3, "redis+cluster://" + cluster.redis.hostsAndPorts() + OPTIONS)) {
      Crowd crowd = Crowd.on(lab.nodes, BOUND);
      try (crowd) {
        until(() -> lab.copyHits() > 100 && crowd.hits() > 1000);
        long connections = lab.stats(0).connections();

        switch (how) {
          case "failOver" -> cluster.redis.failOver(cluster.clockMaster());
          case "handOver" -> cluster.redis.handOver(cluster.clockMaster());
          default ->
              cluster.redis.migrateSlot(ClusterLab.clockSlot(), cluster.otherMaster()).complete();
        }

        long copies = lab.copyHits();
        long hits = crowd.hits();
        until(() -> lab.copyHits() > copies + 200 && crowd.hits() > hits + 1000);
        until(() -> lab.stats(0).connections() > connections);
      }
      assertThat(crowd.wrongs()).isEmpty();
    }
  }
}
