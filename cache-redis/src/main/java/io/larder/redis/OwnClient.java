package io.larder.redis;

import io.larder.cache.spi.BackendContext;

/** Makes the client for a URI. Nothing is asked of the server: it may be down now. */
final class OwnClient {

  private OwnClient() {}

  static RedisBackend open(
      RedisOptions options, BackendContext context, HostResolver.Platform platform) {
    Nodes nodes = nodes(options, new Sockets(options, platform), context);
    return new RedisBackend(context, RedisConnection.of(options, nodes), MetaClock.MOST_TAGS);
  }

  private static Nodes nodes(RedisOptions options, Sockets sockets, BackendContext context) {
    if (options.place() instanceof Place.Sentinels sentinels) {
      return new SentinelNodes(options, sentinels, sockets);
    }
    if (options.place() instanceof Place.Cluster cluster) {
      byte[] clock = new Layout(context.namespace()).meta();
      return new ClusterNodes(options, cluster, sockets, clock);
    }
    return new OneServer(options, (Place.Server) options.place(), sockets);
  }
}
