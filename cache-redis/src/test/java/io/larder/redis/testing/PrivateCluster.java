package io.larder.redis.testing;

import io.larder.redis.testing.ClusterView.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster of one test's own: three masters with a replica each, to be broken at will.
 *
 * <p>Its nodes are killed, suspended and restarted one by one, see {@link RedisNode}; {@link
 * #awaitSettled()} waits until the cluster has made the best of it. Nothing is kept on disk.
 * Thread-safe. It ends with the JVM if it is not closed before.
 */
public final class PrivateCluster implements AutoCloseable {
  static final int MASTERS = 3;

  private final ClusterOptions options;
  private final NodeGroup group;
  private final List<RedisNode> nodes = new ArrayList<>();
  private final List<ChaosProxy> proxies = new ArrayList<>();

  private PrivateCluster(ClusterOptions options, NodeGroup group) {
    this.options = options;
    this.group = group;
  }

  static PrivateCluster start(ClusterOptions options) {
    return start(options, RedisBinary.ofThisMachine(options.servers().oldest()));
  }

  static PrivateCluster start(ClusterOptions options, List<ServerSource<RedisBinary>> binaries) {
    return ServerSource.openFirst(
        binaries.stream().map(it -> it.then(binary -> start(binary, options, true))).toList());
  }

  static PrivateCluster start(RedisBinary binary, ClusterOptions options, boolean watchdog)
      throws Unavailable {
    NodeGroup group = NodeGroup.open(binary, options.servers().tls(), watchdog);
    PrivateCluster cluster = new PrivateCluster(options, group);
    try {
      for (int i = 0; i < 2 * MASTERS; i++) {
        cluster.addNode();
      }
      group.start(cluster.nodes);
      ClusterBirth.of(cluster).form(options.nodeTimeout());
      return cluster;
    } catch (Unavailable | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void addNode() throws Unavailable {
    int index = nodes.size();
    RedisNode node =
        group.addServer(
            (folder, port) -> {
              int announced = options.proxied() ? proxies.get(index).port() : port;
              RedisServerOptions server = options.ofNode(group.admin(), port, announced);
              return ServerConfig.ofServer(
                  folder, port, server, group.admin(), group.certificate());
            },
            true);
    nodes.add(node);
    if (options.proxied()) {
      proxies.add(ChaosProxy.to(node.host(), node::port));
    }
  }

  /** All six nodes, whatever their roles and states are; the first three were born masters. */
  public List<RedisNode> nodes() {
    return List.copyOf(nodes);
  }

  /** The masters that have slots now, in the order of their slots, dead ones included. */
  public List<RedisNode> masters() {
    return view().members().stream()
        .filter(it -> !it.slots().isEmpty())
        .sorted(Comparator.comparing(it -> it.slots().get(0).first()))
        .map(this::nodeOf)
        .toList();
  }

  /**
   * The master that has a slot now.
   *
   * @throws IllegalStateException if none has
   */
  public RedisNode masterOf(int slot) {
    return view()
        .ownerOf(slot)
        .map(this::nodeOf)
        .orElseThrow(() -> new IllegalStateException("Nobody has slot " + slot));
  }

  /** The master that has a key's slot now. */
  public RedisNode masterOf(String key) {
    return masterOf(slotOf(key));
  }

  /**
   * A master's replica.
   *
   * @throws IllegalStateException if none is up
   */
  public RedisNode replicaOf(RedisNode master) {
    ClusterView view = view();
    String id = view.member(master).id();
    return view.members().stream()
        .filter(it -> id.equals(it.masterId()))
        .map(this::nodeOf)
        .filter(RedisNode::isUp)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No replica of " + master + " is up"));
  }

  /** The slot of a key, 0 to 16383. */
  public int slotOf(String key) {
    return Integer.parseInt(String.valueOf(anyNode().command("CLUSTER", "KEYSLOT", key)));
  }

  /** Where clients may begin: all six nodes as {@code host:port,host:port}. */
  public String hostsAndPorts() {
    return nodes.stream()
        .map(it -> it.host() + ":" + portForClients(it))
        .collect(Collectors.joining(","));
  }

  /** The port of a node that clients are told of: its proxy's if it has one. */
  public int portForClients(RedisNode node) {
    return options.proxied() ? proxyOf(node).port() : node.port();
  }

  /**
   * The proxy in front of a node.
   *
   * @throws IllegalStateException if there are no proxies
   */
  public ChaosProxy proxyOf(RedisNode node) {
    if (!options.proxied()) {
      throw new IllegalStateException("This cluster has no proxies: use behindProxies()");
    }
    return proxies.get(nodes.indexOf(node));
  }

  /** Runs one command, which concerns this key, at the master of the key's slot. */
  public @Nullable Object commandAt(String key, String... command) {
    return masterOf(key).command(command);
  }

  /** Its version and where its binary comes from. */
  public String origin() {
    return group.binary().origin();
  }

  /** What a client needs to trust the nodes' certificate, if they were started with TLS. */
  public TrustStore trustStore() {
    return group.trustStore();
  }

  /** Kills a master, waits until its replica has taken over everywhere, and returns that. */
  public RedisNode failOver(RedisNode master) {
    RedisNode replica = replicaOf(master);
    master.kill();
    awaitMaster(replica);
    return replica;
  }

  /**
   * Has a master and its replica change places without anything being lost ({@code CLUSTER
   * FAILOVER}), waits until all know, and returns the new master.
   */
  public RedisNode handOver(RedisNode master) {
    RedisNode replica = replicaOf(master);
    replica.command("CLUSTER", "FAILOVER");
    awaitMaster(replica);
    return replica;
  }

  /** A way to move a slot from the master that has it now, on which no step has been done yet. */
  public SlotMigration migrateSlot(int slot, RedisNode to) {
    return new SlotMigration(this, slot, masterOf(slot), to, group.admin());
  }

  private void awaitMaster(RedisNode node) {
    Patience.await(
        node + " to become master",
        () -> Replication.isMaster(node) ? settling().missing() : "it is a replica");
  }

  /**
   * Waits until all nodes that are up agree on who has which slots, know who is down, and serve all
   * slots, and replicas have what their masters have. Who is down is agreed on by masters: two of
   * the three have to be up.
   *
   * @throws IllegalStateException if that does not come about, with what is missing
   */
  public void awaitSettled() {
    Patience.await("the cluster to settle", () -> settling().missing());
  }

  private ClusterSettling settling() {
    return new ClusterSettling(nodes, options.proxied() ? proxies : List.of());
  }

  String id(RedisNode node) {
    return view().member(node).id();
  }

  private ClusterView view() {
    return ClusterView.of(anyNode());
  }

  private RedisNode anyNode() {
    return nodes.stream()
        .filter(RedisNode::isUp)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No node of this cluster is up"));
  }

  private RedisNode nodeOf(Member member) {
    return nodes.stream()
        .filter(it -> it.busPort() == member.busPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Port " + member.port() + " is a stranger's"));
  }

  /** Kills all nodes and removes their files. */
  @Override
  public void close() {
    proxies.forEach(ChaosProxy::close);
    group.close();
  }
}
