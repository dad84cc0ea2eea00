package io.larder.redis.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a cluster of nodes that have only just started, by its own commands. {@code ADDSLOTSRANGE}
 * would be shorter; Redis 6.2 has not got it.
 */
final class ClusterBirth {
  private static final int SLOTS = 16_384;
  private static final Duration SHORT = Duration.ofMillis(1500);

  /** A node that has not answered by then has been forgotten. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final PrivateCluster cluster;
  private final List<RedisNode> nodes;
  private final List<String> ids;
  private final int masters = PrivateCluster.MASTERS;
  private long lastMet = System.nanoTime() - 2 * AGAIN.toNanos();

  private ClusterBirth(PrivateCluster cluster) {
    this.cluster = cluster;
    this.nodes = cluster.nodes();
    this.ids = nodes.stream().map(it -> String.valueOf(it.command("CLUSTER", "MYID"))).toList();
  }

  static ClusterBirth of(PrivateCluster cluster) {
    return new ClusterBirth(cluster);
  }

  /**
   * Returns when the cluster serves and everybody knows everybody. Nodes tell their news when half
   * of their timeout is over, so a long one waits until that is done.
   */
  void form(Duration nodeTimeout) {
    boolean longer = nodeTimeout.compareTo(SHORT) > 0;
    if (longer) {
      setNodeTimeout(SHORT);
    }
    introduce();
    cluster.awaitSettled();
    if (longer) {
      setNodeTimeout(nodeTimeout);
    }
  }

  private void setNodeTimeout(Duration timeout) {
    String millis = "" + timeout.toMillis();
    nodes.forEach(it -> it.command("CONFIG", "SET", "cluster-node-timeout", millis));
  }

  private void introduce() {
    for (int i = 0; i < masters; i++) {
      // As long as they are alone: two with the same epoch would have to find out who gives way.
      nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
      addSlots(nodes.get(i), SLOTS * i / masters, SLOTS * (i + 1) / masters);
    }
    Patience.await("the nodes to meet", this::strangers);
    for (int i = masters; i < nodes.size(); i++) {
      nodes.get(i).command("CLUSTER", "REPLICATE", ids.get(i - masters));
    }
  }

  /** Introduces to each other, so that none waits for gossip, all who do not know each other. */
  private @Nullable String strangers() {
    List<ClusterView> views = nodes.stream().map(ClusterView::of).toList();
    boolean again = System.nanoTime() - lastMet > AGAIN.toNanos();
    String missing = null;
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = i + 1; j < nodes.size(); j++) {
        if (!views.get(i).knows(ids.get(j)) || !views.get(j).knows(ids.get(i))) {
          missing = nodes.get(i) + " and " + nodes.get(j) + " have not met";
          if (again) {
            meet(nodes.get(i), nodes.get(j));
          }
        }
      }
    }
    if (again) {
      lastMet = System.nanoTime();
    }
    return missing;
  }

  private static void addSlots(RedisNode node, int first, int beyond) {
    List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = first; slot < beyond; slot++) {
      command.add("" + slot);
    }
    node.command(command.toArray(String[]::new));
  }

  private void meet(RedisNode node, RedisNode other) {
    String port = "" + cluster.portForClients(other);
    node.command("CLUSTER", "MEET", other.host(), port, "" + other.busPort());
  }
}
