package io.larder.benchmarks;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Makes plain clients with the settings that the store on Redis gives to its own. */
public final class Clients {

  private Clients() {}

  /** Connects to the server of that URI, with at most 16 connections. */
  public static RedisClient plain(URI uri) {
    return plain(uri, 300, 200);
  }

  /** Connects likewise, with a timeout that a busy machine keeps. */
  public static RedisClient patient(URI uri) {
    return plain(uri, 10_000, 10_000);
  }

  private static RedisClient plain(URI uri, int timeoutMillis, int waitMillis) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(16);
    pool.setMaxIdle(16);
    pool.setMaxWait(Duration.ofMillis(waitMillis));
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .hostAndPort(new HostAndPort(uri.getHost(), uri.getPort()))
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(timeoutMillis)
                .socketTimeoutMillis(timeoutMillis)
                .build())
        .poolConfig(pool)
        .build();
  }
}
