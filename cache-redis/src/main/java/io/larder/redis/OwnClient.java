package io.larder.redis;

import io.larder.cache.spi.BackendContext;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;

/** Makes the client for a URI. Nothing is asked of the server: it may be down now. */
final class OwnClient {

  private OwnClient() {}

  static RedisBackend open(
      RedisOptions options, BackendContext context, HostResolver.Platform platform) {
    Sockets sockets = new Sockets(options, platform);
    Connections connections = new Connections(sockets, options);
    RedisClient client =
        RedisClient.builder()
            .hostAndPort(new HostAndPort(options.host(), options.port()))
            // Pinned, since an unpinned client asks the server while it is built. RESP2 is what
            // every server and proxy speaks, and nothing here needs more.
            .clientConfig(DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP2).build())
            .connectionProvider(connections)
            .build();
    RedisConnection connection =
        new RedisConnection(
            client,
            options.where(),
            options.address(),
            Deadline.of(options.deadline()),
            connections::made,
            connections::forgetIdle,
            sockets::closeListening,
            () -> {
              try {
                client.close();
              } finally {
                sockets.close();
              }
            });
    return new RedisBackend(context, connection, MetaClock.MOST_TAGS);
  }
}
