package io.larder.redis;

import io.larder.redis.testing.ClusterFixture;
import io.larder.redis.testing.SentinelFixture;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;

/** How the shared sentinels and the shared cluster are opened, by us and by Jedis. */
final class RedisTopologies {

  private RedisTopologies() {}

  static String sentinels() {
    SentinelFixture shared = SentinelFixture.shared();
    return "redis+sentinel://" + shared.hostsAndPorts() + "/" + shared.masterName();
  }

  static String cluster() {
    return "redis+cluster://" + ClusterFixture.shared().hostsAndPorts();
  }

  /** One for all tests, since each opens several connections and says so; not to be closed. */
  static RedisSentinelClient sharedClientOfSentinels() {
    return SharedSentinel.CLIENT;
  }

  /** One for all tests; not to be closed. */
  static RedisClusterClient sharedClientOfCluster() {
    return SharedCluster.CLIENT;
  }

  static RedisSentinelClient clientOfSentinels() {
    SentinelFixture shared = SentinelFixture.shared();
    return RedisSentinelClient.builder()
        .sentinels(nodes(shared.hostsAndPorts()))
        .masterName(shared.masterName())
        .clientConfig(DefaultJedisClientConfig.builder().resp2().build())
        .sentinelClientConfig(DefaultJedisClientConfig.builder().resp2().build())
        .build();
  }

  static RedisClusterClient clientOfCluster() {
    return clientOfCluster(ClusterFixture.shared().hostsAndPorts());
  }

  static RedisClusterClient clientOfCluster(String hostsAndPorts) {
    // As many connections as there are threads that want several at once.
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(64);
    return RedisClusterClient.builder()
        .nodes(nodes(hostsAndPorts))
        .clientConfig(DefaultJedisClientConfig.builder().resp2().build())
        .poolConfig(pool)
        .build();
  }

  private static Set<HostAndPort> nodes(String hostsAndPorts) {
    return Arrays.stream(hostsAndPorts.split(","))
        .map(HostAndPort::from)
        .collect(Collectors.toSet());
  }

  private static final class SharedSentinel {
    static final RedisSentinelClient CLIENT = clientOfSentinels();
  }

  private static final class SharedCluster {
    static final RedisClusterClient CLIENT = clientOfCluster();
  }
}
