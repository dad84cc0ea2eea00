package io.larder.redis.testing;

import io.larder.redis.testing.RedisServerOptions.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a private cluster is started with; each {@code with} returns a changed copy.
 *
 * @param servers what holds for each node: password, users, TLS, settings, binary
 * @param nodeTimeout how long a node may be silent until its replica takes over, at least 500 ms
 * @param fullCoverage whether no node serves anything while a slot has no master
 * @param proxied whether clients are led through a {@link ChaosProxy} in front of each node
 */
public record ClusterOptions(
    RedisServerOptions servers, Duration nodeTimeout, boolean fullCoverage, boolean proxied) {

  private static final Duration SHORTEST = Duration.ofMillis(500);

  public ClusterOptions {
    if (nodeTimeout.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "nodeTimeout is " + nodeTimeout.toMillis() + " ms: nodes need 500 ms at least");
    }
    if (proxied && servers.tls() != null) {
      throw new IllegalArgumentException(
          "Nodes behind proxies cannot have TLS: Redis 6.2 announces no port of its own for it");
    }
  }

  /** Failover after 1.5 s, full coverage as Redis has it by default, no proxies. */
  public static ClusterOptions defaults() {
    return new ClusterOptions(RedisServerOptions.defaults(), Duration.ofMillis(1500), true, false);
  }

  /** With other nodes. */
  public ClusterOptions withServers(RedisServerOptions each) {
    return new ClusterOptions(each, nodeTimeout, fullCoverage, proxied);
  }

  /** With another time until a silent node is replaced. */
  public ClusterOptions withNodeTimeout(Duration timeout) {
    return new ClusterOptions(servers, timeout, fullCoverage, proxied);
  }

  /** With nodes that serve their own slots whatever becomes of others. */
  public ClusterOptions withoutFullCoverage() {
    return new ClusterOptions(servers, nodeTimeout, false, proxied);
  }

  /**
   * With a proxy in front of each node, whose port the node announces, so that clients are told of
   * no other. Replicas replicate through it too, and one that has heard nothing of its master for
   * ten node timeouts never takes over; the cluster's own bus does not go through it.
   */
  public ClusterOptions behindProxies() {
    return new ClusterOptions(servers, nodeTimeout, fullCoverage, true);
  }

  /**
   * The options of one node as a server.
   *
   * @param port at which it listens
   * @param announced the port that clients are told
   */
  RedisServerOptions ofNode(RedisServerOptions.User admin, int port, int announced) {
    List<Setting> lines = new ArrayList<>(Replication.settings(admin));
    lines.add(new Setting("cluster-enabled", "yes"));
    lines.add(new Setting("cluster-node-timeout", "" + nodeTimeout.toMillis()));
    lines.add(new Setting("cluster-require-full-coverage", fullCoverage ? "yes" : "no"));
    // A replica stays with its master, so that a test knows who is whose.
    lines.add(new Setting("cluster-allow-replica-migration", "no"));
    if (servers.tls() != null) {
      lines.add(new Setting("tls-cluster", "yes"));
    }
    if (announced != port) {
      lines.add(new Setting("cluster-announce-port", "" + announced));
      lines.add(new Setting("cluster-announce-bus-port", "" + (port + FreePorts.BUS)));
    }
    return servers.over(lines);
  }
}
