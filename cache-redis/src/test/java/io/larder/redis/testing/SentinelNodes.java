package io.larder.redis.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The processes of a {@link PrivateSentinel}, what stands in their files, and their proxies. */
final class SentinelNodes {
  private static final int SERVERS = 2;
  private static final int SENTINELS = 3;

  /**
   * How much later than the one before each sentinel loses its patience. Those that want to lead a
   * failover in the same moment vote for themselves, and none does.
   */
  private static final Duration STAGGER = Duration.ofMillis(300);

  private final SentinelOptions options;
  private final NodeGroup group;
  private final List<RedisNode> servers = new ArrayList<>();
  private final List<RedisNode> sentinels = new ArrayList<>();
  private final List<String> sentinelIds = new ArrayList<>();
  private final List<ChaosProxy> proxies = new ArrayList<>();

  private SentinelNodes(SentinelOptions options, NodeGroup group) {
    this.options = options;
    this.group = group;
  }

  /** Those of a group that has none yet, not started. */
  static SentinelNodes of(SentinelOptions options, NodeGroup group) throws Unavailable {
    SentinelNodes nodes = new SentinelNodes(options, group);
    for (int i = 0; i < SERVERS; i++) {
      nodes.add(nodes.servers, group.addServer(nodes::server, false));
    }
    for (int i = 0; i < SENTINELS; i++) {
      int index = i;
      nodes.sentinelIds.add(UUID.randomUUID().toString().replace("-", "") + "00000000");
      nodes.add(
          nodes.sentinels,
          group.addSentinel((folder, port) -> nodes.sentinel(index, folder, port)));
    }
    return nodes;
  }

  private void add(List<RedisNode> nodes, RedisNode node) {
    nodes.add(node);
    if (options.proxied()) {
      proxies.add(ChaosProxy.to(node.host(), node::port));
    }
  }

  /**
   * Starts all.
   *
   * @param settle waits until the sentinels know what there is to know
   */
  void start(Runnable settle) throws Unavailable {
    group.start(servers);
    RedisNode replica = servers.get(1);
    replica.command("REPLICAOF", "127.0.0.1", "" + portForClients(servers.get(0)));
    // Sentinels ask a primary for its replicas once in ten seconds: there had better be one.
    Patience.await(
        "the replica", () -> Replication.isSynchronised(replica) ? null : "it is not synchronised");
    group.start(sentinels);
    sentinels.forEach(SentinelNodes::trustItselfSoon);
    settle.run();
  }

  /** Has a sentinel that did not run for a while lose a second by it and not half a minute. */
  private static void trustItselfSoon(RedisNode sentinel) {
    try {
      sentinel.command("SENTINEL", "DEBUG", "TILT-PERIOD", "1000");
    } catch (IllegalStateException e) {
      // Before Redis 7 it cannot be told: it is only slower then.
    }
  }

  private List<String> server(Path folder, int port) {
    RedisNode node = servers.stream().filter(it -> it.port() == port).findFirst().orElseThrow();
    return ServerConfig.ofServer(
        folder,
        port,
        options.ofServer(group.admin(), port, portForClients(node)),
        group.admin(),
        group.certificate());
  }

  private List<String> sentinel(int index, Path folder, int port) {
    List<String> lines =
        ServerConfig.ofSentinel(
            folder, port, options.sentinelPassword(), group.admin(), group.certificate());
    lines.add("sentinel myid " + sentinelIds.get(index));
    Duration patience = options.downAfter().plus(STAGGER.multipliedBy(index));
    lines.addAll(options.watched(group.admin(), portForClients(servers.get(0)), patience));
    // Told here, they need not wait two seconds for each other's first greeting.
    for (int i = 0; i < SENTINELS; i++) {
      if (i != index) {
        lines.add(
            "sentinel known-sentinel %s 127.0.0.1 %d %s"
                .formatted(options.masterName(), sentinels.get(i).port(), sentinelIds.get(i)));
      }
    }
    return lines;
  }

  List<RedisNode> servers() {
    return List.copyOf(servers);
  }

  List<RedisNode> sentinels() {
    return List.copyOf(sentinels);
  }

  int portForClients(RedisNode node) {
    return options.proxied() ? proxyOf(node).port() : node.port();
  }

  ChaosProxy proxyOf(RedisNode node) {
    if (!options.proxied()) {
      throw new IllegalStateException("These servers have no proxies: use behindProxies()");
    }
    int server = servers.indexOf(node);
    return proxies.get(server >= 0 ? server : SERVERS + sentinels.indexOf(node));
  }

  void closeProxies() {
    proxies.forEach(ChaosProxy::close);
  }
}
