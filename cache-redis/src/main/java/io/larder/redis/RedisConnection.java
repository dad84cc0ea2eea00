package io.larder.redis;

import java.util.function.LongSupplier;
import redis.clients.jedis.UnifiedJedis;

/**
 * A client, and what belongs to it.
 *
 * @param jedis the client
 * @param where names the server for people, without secrets: {@code localhost:6379}
 * @param uri the same as a URI, for {@code describe()}
 * @param deadline how long an operation may take
 * @param connectionsMade counts the connections that the client has opened; constant if unknown
 * @param forgetIdleConnections drops connections that are not in use, since a restart may have
 *     broken them
 * @param closeListening closes the connections that listen, whatever they wait for
 * @param closing closes the client, if it is ours
 */
record RedisConnection(
    UnifiedJedis jedis,
    String where,
    String uri,
    Deadline deadline,
    LongSupplier connectionsMade,
    Runnable forgetIdleConnections,
    Runnable closeListening,
    Runnable closing) {

  /** Returns the connection of a client that somebody else made, and will close. */
  static RedisConnection injected(UnifiedJedis jedis) {
    String name = "the client " + jedis.getClass().getSimpleName();
    return new RedisConnection(
        jedis, name, name, Deadline.NONE, () -> 0, () -> {}, () -> {}, () -> {});
  }

  void forgetIdle() {
    forgetIdleConnections.run();
  }

  void close() {
    closing.run();
  }
}
