package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clusters that are started otherwise than by default. */
class ClusterVariantsTest {
  private static final ClusterOptions DEFAULTS = ClusterOptions.defaults();
  private static final RedisServerOptions SERVERS = RedisServerOptions.defaults();

  @Test
  void theSharedClusterIsOneAndServes() {
    ClusterFixture cluster = ClusterFixture.shared();
    String key = RedisFixture.namespace();

    assertThat(cluster).isSameAs(ClusterFixture.shared());
    assertThat(cluster.hostsAndPorts().split(",")).hasSize(6);
    assertThat(cluster.commandAt(key, "SET", key, "v")).isEqualTo("OK");
    assertThat(cluster.commandAt(key, "CONFIG", "GET", "cluster-node-timeout"))
        .isEqualTo(List.of("cluster-node-timeout", "15000"));
  }

  @Test
  void theOldestRedisHasClustersTooAndCompletesItsFailoversAndMigrations() {
    try (PrivateCluster cluster = ClusterFixture.start(DEFAULTS.withServers(SERVERS.onOldest()))) {
      assertThat(cluster.origin()).endsWith("from embedded-redis");
      cluster.commandAt("k", "SET", "k", "v");
      RedisNode promoted = cluster.handOver(cluster.masterOf("k"));
      promoted.command("WAIT", "1", "5000");
      RedisNode again = cluster.failOver(promoted);
      assertThat(again.command("GET", "k")).isEqualTo("v");

      RedisNode to = cluster.masters().stream().filter(it -> it != again).findAny().orElseThrow();
      cluster.migrateSlot(cluster.slotOf("k"), to).complete();
      assertThat(to.command("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void passwordsUsersAndTlsHoldForEachNode() {
    RedisServerOptions servers =
        SERVERS.withPassword("pw").withUser("shop", "pw2", "~shop:*", "+@all").withTls();
    try (PrivateCluster cluster = ClusterFixture.start(DEFAULTS.withServers(servers))) {
      cluster.commandAt("shop:k", "SET", "shop:k", "v");
      RedisNode master = cluster.masterOf("shop:k");
      try (RespConnection shop = open(cluster, master, "shop", "pw2")) {
        assertThat(shop.call(List.of("GET", "shop:k"))).isEqualTo("v");
        assertThatIllegalStateException()
            .isThrownBy(() -> shop.call(List.of("GET", "other")))
            .withMessageContaining("NOPERM");
      }
      assertThat(cluster.handOver(master).command("GET", "shop:k")).isEqualTo("v");
      RedisNode owner = cluster.masterOf("shop:k");
      RedisNode to = cluster.masters().stream().filter(it -> it != owner).findAny().orElseThrow();
      cluster.migrateSlot(cluster.slotOf("shop:k"), to).complete();
      assertThat(to.command("GET", "shop:k")).isEqualTo("v");
    }
  }

  private static RespConnection open(
      PrivateCluster cluster, RedisNode node, String user, String password) {
    try {
      RespConnection redis =
          RespConnection.connect(node.host(), node.port(), cluster.trustStore().sslContext());
      redis.call(List.of("AUTH", user, password));
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void clientsAreToldOfTheProxiesAndOfNothingElse() {
    try (PrivateCluster cluster = ClusterFixture.start(DEFAULTS.behindProxies())) {
      RedisNode master = cluster.masterOf("k");
      ChaosProxy proxy = cluster.proxyOf(master);
      RedisNode other =
          cluster.masters().stream().filter(it -> it != master).findAny().orElseThrow();
      assertThat(cluster.hostsAndPorts()).contains("127.0.0.1:" + proxy.port());
      assertThatIllegalStateException()
          .isThrownBy(() -> other.command("GET", "k"))
          .withMessageContaining("127.0.0.1:" + proxy.port());
      assertThat(String.valueOf(master.command("CLUSTER", "SLOTS")))
          .contains("" + proxy.port())
          .doesNotContain("" + master.port());

      URI url = URI.create("redis://127.0.0.1:" + proxy.port());
      try (RespConnection client = RespConnection.open(url)) {
        assertThat(client.call(List.of("SET", "k", "v"))).isEqualTo("OK");
        proxy.cut();
        assertThatIllegalStateException().isThrownBy(() -> client.call(List.of("GET", "k")));
      }
      assertThat(master.command("GET", "k")).as("the cluster sees nothing of it").isEqualTo("v");
      assertThat(Replication.isMaster(master)).isTrue();

      proxy.heal();
      RedisNode promoted = cluster.failOver(master);
      assertThat(cluster.portForClients(promoted)).isNotEqualTo(promoted.port());
    }
  }

  @Test
  void withoutFullCoverageTheOtherMastersServeOn() {
    ClusterOptions options =
        DEFAULTS.withoutFullCoverage().withNodeTimeout(Duration.ofMillis(1000));
    try (PrivateCluster cluster = ClusterFixture.start(options)) {
      RedisNode dead = cluster.masterOf("k");
      RedisNode living =
          cluster.masters().stream().filter(it -> it != dead).findAny().orElseThrow();
      cluster.replicaOf(dead).kill();
      dead.kill();
      await().until(() -> !ClusterView.of(living).member(dead).well());

      assertThat(ClusterView.of(living).ok()).isTrue();
      assertThat(cluster.masterOf("k")).as("nobody else has its slots").isSameAs(dead);
      assertThatIllegalStateException()
          .isThrownBy(() -> cluster.replicaOf(dead))
          .withMessageContaining("No replica");
    }
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withNodeTimeout(Duration.ofMillis(100)))
        .withMessage("nodeTimeout is 100 ms: nodes need 500 ms at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withServers(SERVERS.withTls()).behindProxies())
        .withMessageContaining("TLS");
  }
}
