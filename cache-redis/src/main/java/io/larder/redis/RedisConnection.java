package io.larder.redis;

import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/**
 * The servers, and what is to be known of them.
 *
 * @param nodes the servers; closed with this
 * @param where names them for people, without secrets: {@code localhost:6379}
 * @param uri the same as a URI, for {@code describe()}
 * @param deadline how long an operation may take
 * @param replicas how many replicas are to have an invalidation before it counts as applied
 * @param patience how long they are waited for
 * @param lease how long a process that computes a value is waited for after it was last heard of
 */
record RedisConnection(
    Nodes nodes,
    String where,
    String uri,
    Deadline deadline,
    int replicas,
    Duration patience,
    Duration lease) {

  RedisConnection(Nodes nodes, String where, String uri, Deadline deadline) {
    this(nodes, where, uri, deadline, 0, Duration.ZERO, RedisOptions.DEFAULT_LEASE);
  }

  /** Returns the connection of a client that somebody else made, and will close. */
  static RedisConnection injected(UnifiedJedis jedis) {
    String name = "the client " + jedis.getClass().getSimpleName();
    return new RedisConnection(InjectedNodes.of(jedis), name, name, Deadline.NONE);
  }
}
