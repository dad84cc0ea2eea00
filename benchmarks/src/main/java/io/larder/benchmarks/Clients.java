package io.larder.benchmarks;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Makes plain clients with the settings that the store on Redis gives to its own. */
final class Clients {

  private Clients() {}

  static RedisClient plain(URI uri) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(16);
    pool.setMaxIdle(16);
    pool.setMaxWait(Duration.ofMillis(200));
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(new HostAndPort(uri.getHost(), uri.getPort()))
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(300)
                .socketTimeoutMillis(300)
                .build())
        .poolConfig(pool)
        .build();
  }
}
