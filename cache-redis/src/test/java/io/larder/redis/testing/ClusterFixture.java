package io.larder.redis.testing;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Redis Cluster that a JVM's tests share: six processes of {@code redis-server} of the PATH,
 * else of the binary in embedded-redis.
 *
 * <p>Tests share it, so each class keeps to a {@link RedisFixture#namespace()} of its own and none
 * may flush, break or reshape it; what has to takes {@link #start(ClusterOptions)}. {@code
 * LARDER_TEST_REDIS_SOURCE} chooses the binary, {@code LARDER_TEST_REDIS} changes nothing.
 *
 * <p>Thread-safe.
 */
public final class ClusterFixture {
  private static final OpenedOnce<ClusterFixture> SHARED = new OpenedOnce<>(ClusterFixture::open);

  // A busy machine is no reason for a failover that no test expects.
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(15);

  private final PrivateCluster cluster;

  private ClusterFixture(PrivateCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The shared cluster of this JVM, started on the first call, which blocks until it serves, and
   * ended when the JVM ends.
   *
   * @throws IllegalStateException if this machine has no Redis
   */
  public static ClusterFixture shared() {
    return SHARED.get();
  }

  /** A cluster of the caller's own with {@link ClusterOptions#defaults()}. */
  public static PrivateCluster start() {
    return start(ClusterOptions.defaults());
  }

  /**
   * A cluster of the caller's own, never the shared one. Blocks until all of its nodes serve.
   *
   * @throws IllegalStateException if no binary of this machine starts with these options, with each
   *     one's reason
   */
  public static PrivateCluster start(ClusterOptions options) {
    return PrivateCluster.start(options);
  }

  private static ClusterFixture open() {
    Map<String, String> environment = System.getenv();
    ClusterOptions options = ClusterOptions.defaults().withNodeTimeout(NODE_TIMEOUT);
    PrivateCluster cluster =
        PrivateCluster.start(options, SharedServerSources.binaries(environment));
    String where = cluster.hostsAndPorts() + " (" + cluster.origin() + ")";
    System.out.println("Redis Cluster for the tests: " + where);
    return new ClusterFixture(cluster);
  }

  /** Where clients may begin: all six nodes as {@code host:port,host:port}. */
  public String hostsAndPorts() {
    return cluster.hostsAndPorts();
  }

  /** Runs one command, which concerns this key, at the master of the key's slot. */
  public @Nullable Object commandAt(String key, String... command) {
    return cluster.commandAt(key, command);
  }

  /** The version of its servers and where their binary comes from. */
  public String origin() {
    return cluster.origin();
  }
}
