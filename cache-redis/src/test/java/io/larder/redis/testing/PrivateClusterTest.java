package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.larder.redis.testing.RedisNode.Kept;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One cluster, broken by each test and whole again at its end. */
class PrivateClusterTest {
  private static PrivateCluster cluster;

  @BeforeAll
  static void start() {
    cluster = ClusterFixture.start();
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void isWhole() {
    cluster.awaitSettled();
    assertThat(cluster.masters()).hasSize(3);
  }

  @Test
  void eachOfThreeMastersHasAReplicaThatCopiesIt() {
    assertThat(cluster.nodes()).hasSize(6);
    assertThat(cluster.hostsAndPorts().split(",")).hasSize(6);
    for (RedisNode master : cluster.masters()) {
      RedisNode replica = cluster.replicaOf(master);
      assertThat(replica.command("ROLE"))
          .asInstanceOf(LIST)
          .contains("slave", (long) master.port());
    }
    for (String key : List.of("a", "b", "c", "d")) {
      cluster.commandAt(key, "SET", key, "v");
      RedisNode master = cluster.masterOf(key);
      await().until(() -> hasKeys(cluster.replicaOf(master)));
      cluster.commandAt(key, "DEL", key);
    }
  }

  @Test
  void aNodeRefersToTheMasterOfAnothersSlot() {
    RedisNode other =
        cluster.masters().stream()
            .filter(it -> it != cluster.masterOf("k"))
            .findAny()
            .orElseThrow();

    assertThatIllegalStateException()
        .isThrownBy(() -> other.command("GET", "k"))
        .withMessageContaining("MOVED " + cluster.slotOf("k"))
        .withMessageContaining("127.0.0.1:" + cluster.masterOf("k").port());
  }

  @Test
  void theReplicaOfAKilledMasterTakesOverWithWhatItHasAndTheOldOneBecomesItsReplica() {
    RedisNode master = cluster.masterOf("k");
    cluster.commandAt("k", "SET", "k", "v");
    master.command("WAIT", "1", "5000");

    RedisNode promoted = cluster.failOver(master);

    assertThat(master.isUp()).isFalse();
    assertThat(cluster.masterOf("k")).isSameAs(promoted);
    assertThat(promoted.command("GET", "k")).isEqualTo("v");
    assertThatIllegalStateException().isThrownBy(() -> cluster.replicaOf(promoted));

    master.restart(Kept.PLACE);
    cluster.awaitSettled();
    assertThat(cluster.replicaOf(promoted)).isSameAs(master);
    cluster.commandAt("k", "DEL", "k");
  }

  @Test
  void masterAndReplicaCanChangePlaces() {
    RedisNode master = cluster.masterOf("k");
    cluster.commandAt("k", "SET", "k", "v");

    RedisNode promoted = cluster.handOver(master);

    assertThat(cluster.masterOf("k")).isSameAs(promoted);
    assertThat(cluster.replicaOf(promoted)).isSameAs(master);
    assertThat(cluster.commandAt("k", "GETDEL", "k")).isEqualTo("v");
  }

  @Test
  void aSlotCanStopHalfWayToAnotherMaster() {
    int slot = cluster.slotOf("{k}");
    for (int i = 0; i < 3; i++) {
      cluster.commandAt("{k}", "SET", "{k}" + i, "v" + i);
    }
    RedisNode to =
        cluster.masters().stream()
            .filter(it -> it != cluster.masterOf(slot))
            .findAny()
            .orElseThrow();
    SlotMigration migration = cluster.migrateSlot(slot, to);
    RedisNode from = migration.from();

    migration.begin();
    assertThat(migration.moveKeys(1)).isEqualTo(1);
    assertThat(List.of(keysIn(slot, from), keysIn(slot, to))).containsExactly("2", "1");
    assertThatIllegalStateException()
        .isThrownBy(() -> from.command("GET", "{k}new"))
        .withMessageContaining("ASK " + slot + " 127.0.0.1:" + to.port());
    assertThat(cluster.masterOf(slot)).as("until the end").isSameAs(from);

    assertThat(migration.moveKeys(100)).isEqualTo(2);
    assertThat(migration.moveKeys(100)).isZero();
    migration.finish();

    assertThat(cluster.masterOf(slot)).isSameAs(to);
    assertThat(to.command("GET", "{k}2")).isEqualTo("v2");
    assertThatIllegalStateException()
        .isThrownBy(() -> from.command("GET", "{k}2"))
        .withMessageContaining("MOVED");
    cluster.migrateSlot(slot, from).complete();
    assertThat(cluster.masterOf(slot)).as("and back").isSameAs(from);
    for (int i = 0; i < 3; i++) {
      assertThat(cluster.commandAt("{k}", "GETDEL", "{k}" + i)).isEqualTo("v" + i);
    }
  }

  @Test
  void aMasterThatIsBackBeforeItWasMissedIsEmptyUnlessItsFilesAreKept() {
    RedisNode master = cluster.masterOf("k");
    Object id = master.command("CLUSTER", "MYID");
    master.command("SET", "k", "saved");
    master.command("SAVE");
    master.command("SET", "k", "later");

    master.restart(Kept.FILES);
    cluster.awaitSettled();
    assertThat(cluster.masterOf("k")).isSameAs(master);
    assertThat(master.command("GET", "k")).isEqualTo("saved");

    master.restart(Kept.PLACE);
    cluster.awaitSettled();
    assertThat(master.command("GET", "k")).isNull();
    assertThat(master.command("CLUSTER", "MYID")).isEqualTo(id);
    await().until(() -> !hasKeys(cluster.replicaOf(master)));
  }

  @Test
  void aSuspendedMasterIsReplacedAndFollowsWhenItWakes() {
    RedisNode master = cluster.masters().get(1);
    RedisNode replica = cluster.replicaOf(master);

    master.pause();
    cluster.awaitSettled();
    assertThat(Replication.isMaster(replica)).isTrue();

    master.resume();
    cluster.awaitSettled();
    assertThat(cluster.replicaOf(replica)).isSameAs(master);
  }

  private static boolean hasKeys(RedisNode node) {
    return !Long.valueOf(0).equals(node.command("DBSIZE"));
  }

  private static Object keysIn(int slot, RedisNode node) {
    return String.valueOf(node.command("CLUSTER", "COUNTKEYSINSLOT", "" + slot));
  }
}
