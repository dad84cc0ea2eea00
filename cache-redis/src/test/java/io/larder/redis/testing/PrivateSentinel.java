package io.larder.redis.testing;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A primary and its replica of one test's own, watched by three sentinels of which two decide, to
 * be broken at will.
 *
 * <p>Each of the five processes is killed, suspended and restarted by itself, see {@link
 * RedisNode}; {@link #awaitSettled()} waits until the sentinels have made the best of it. A
 * sentinel that was suspended for more than two seconds takes its clock for broken and decides
 * nothing for a second, before Redis 7 for half a minute. Nothing is kept on disk. Thread-safe. It
 * ends with the JVM if it is not closed before.
 */
public final class PrivateSentinel implements AutoCloseable {
  private final SentinelOptions options;
  private final NodeGroup group;
  private final SentinelNodes nodes;

  private PrivateSentinel(SentinelOptions options, NodeGroup group) throws Unavailable {
    this.options = options;
    this.group = group;
    this.nodes = SentinelNodes.of(options, group);
  }

  static PrivateSentinel start(SentinelOptions options) {
    return start(options, RedisBinary.ofThisMachine(options.servers().oldest()));
  }

  static PrivateSentinel start(SentinelOptions options, List<ServerSource<RedisBinary>> binaries) {
    return ServerSource.openFirst(
        binaries.stream().map(it -> it.then(binary -> start(binary, options, true))).toList());
  }

  static PrivateSentinel start(RedisBinary binary, SentinelOptions options, boolean watchdog)
      throws Unavailable {
    NodeGroup group = NodeGroup.open(binary, options.servers().tls(), watchdog);
    try {
      return new PrivateSentinel(options, group).started();
    } catch (Unavailable | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private PrivateSentinel started() throws Unavailable {
    try {
      nodes.start(this::awaitSettled);
      return this;
    } catch (Unavailable | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Both servers, whatever their roles and states are; the first was born as the primary. */
  public List<RedisNode> servers() {
    return nodes.servers();
  }

  /** The three sentinels. */
  public List<RedisNode> sentinels() {
    return nodes.sentinels();
  }

  /** What the sentinels call what they watch. */
  public String masterName() {
    return options.masterName();
  }

  /** Where clients ask for the primary: the sentinels as {@code host:port,host:port,host:port}. */
  public String hostsAndPorts() {
    return sentinels().stream()
        .map(it -> it.host() + ":" + portForClients(it))
        .collect(Collectors.joining(","));
  }

  /** The port of a server or sentinel that clients are told of: its proxy's if it has one. */
  public int portForClients(RedisNode node) {
    return nodes.portForClients(node);
  }

  /**
   * The proxy in front of a server or a sentinel.
   *
   * @throws IllegalStateException if there are no proxies
   */
  public ChaosProxy proxyOf(RedisNode node) {
    return nodes.proxyOf(node);
  }

  /**
   * The primary that the sentinels name; while they are changing their minds it is waited until
   * they agree.
   */
  public RedisNode primary() {
    SentinelSettling settling = settling();
    return settling.at(settling.awaitAgreement());
  }

  /** The server that is not the primary. */
  public RedisNode replica() {
    RedisNode primary = primary();
    return servers().stream().filter(it -> it != primary).findFirst().orElseThrow();
  }

  /** Runs one command at the primary. */
  public @Nullable Object commandAtPrimary(String... command) {
    return primary().command(command);
  }

  /** Its version and where its binary comes from. */
  public String origin() {
    return group.binary().origin();
  }

  /** What a client needs to trust their certificate, if they were started with TLS. */
  public TrustStore trustStore() {
    return group.trustStore();
  }

  /** Kills the primary, waits until the sentinels have promoted the replica, and returns that. */
  public RedisNode killPrimary() {
    RedisNode old = primary();
    old.kill();
    return awaitPromotion(old);
  }

  /**
   * Has the sentinels promote the replica of a primary that is well ({@code SENTINEL FAILOVER}),
   * and returns the new one. The old one takes writes until they make it a replica, in about ten
   * seconds: {@link #awaitSettled()} waits for that.
   */
  public RedisNode failOver() {
    RedisNode old = primary();
    upSentinel().command("SENTINEL", "FAILOVER", masterName());
    return awaitPromotion(old);
  }

  /**
   * Waits until all sentinels that are up name another primary than that one, and it is one.
   *
   * @return the new primary
   */
  public RedisNode awaitPromotion(RedisNode old) {
    RedisNode other = servers().stream().filter(it -> it != old).findFirst().orElseThrow();
    settling().awaitPromotion(other);
    return other;
  }

  /**
   * Restarts a server, empty, as a replica of the primary from its first moment on, and waits until
   * it has what that has and the sentinels know it. {@link RedisNode#restart} instead brings a
   * former primary back as one, until the sentinels notice.
   */
  public void restartAsReplica(RedisNode server) {
    int primary = portForClients(primary());
    server.restart(RedisNode.Kept.PLACE, List.of("replicaof 127.0.0.1 " + primary));
    awaitSettled();
  }

  /**
   * Waits until all sentinels that are up name the same primary, which serves, and know of each
   * other and of all servers that are up.
   *
   * @throws IllegalStateException if that does not come about, with what is missing
   */
  public void awaitSettled() {
    settling().await();
  }

  private SentinelSettling settling() {
    return new SentinelSettling(masterName(), servers(), sentinels(), this::portForClients);
  }

  private RedisNode upSentinel() {
    return sentinels().stream()
        .filter(RedisNode::isUp)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No sentinel is up"));
  }

  /** Kills all five and removes their files. */
  @Override
  public void close() {
    nodes.closeProxies();
    group.close();
  }
}
