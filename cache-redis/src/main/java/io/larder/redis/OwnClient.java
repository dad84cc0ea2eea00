package io.larder.redis;

import io.larder.cache.spi.BackendContext;

/** Makes the client for a URI. Nothing is asked of the server: it may be down now. */
final class OwnClient {

  private OwnClient() {}

  static RedisBackend open(
      RedisOptions options, BackendContext context, HostResolver.Platform platform) {
    Nodes nodes = new OneServer(options, new Sockets(options, platform));
    RedisConnection connection =
        new RedisConnection(
            nodes, options.where(), options.address(), Deadline.of(options.deadline()));
    return new RedisBackend(context, connection, MetaClock.MOST_TAGS);
  }
}
