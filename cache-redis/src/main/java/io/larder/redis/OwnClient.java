package io.larder.redis;

import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import java.time.Duration;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.Pool;

/** Makes the client for a URI. Nothing is asked of the server: it may be down now. */
final class OwnClient {

  private OwnClient() {}

  static Backend open(RedisOptions options, BackendContext context) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            // Pinned, since an unpinned client asks the server while it is built. RESP2 is what
            // every
            // server and proxy speaks, and nothing here needs more.
            .protocol(RedisProtocol.RESP2)
            .connectionTimeoutMillis(millis(options.connectTimeout()))
            .socketTimeoutMillis(millis(options.timeout()))
            .database(options.database())
            .clientName("larder");
    if (options.user() != null) {
      config.user(options.user());
    }
    if (options.password() != null) {
      config.password(options.password());
    }
    if (options.tls()) {
      config.sslOptions(Tls.options(options.ca()));
    }
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(options.poolSize());
    pool.setMaxIdle(options.poolSize());
    pool.setMaxWait(options.poolWait());
    pool.setJmxEnabled(false);
    RedisClient client =
        RedisClient.builder()
            .hostAndPort(new HostAndPort(options.host(), options.port()))
            .clientConfig(config.build())
            .poolConfig(pool)
            .build();
    Pool<Connection> connections = client.getPool();
    RedisConnection connection =
        new RedisConnection(
            client,
            options.where(),
            options.address(),
            connections::getCreatedCount,
            connections::clear,
            client::close);
    return new RedisBackend(context, connection, MetaClock.MOST_TAGS);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
