package io.larder.redis;

import redis.clients.jedis.exceptions.JedisException;

/** A server answers, and most of its last answers took so long that it is better not asked. */
final class SlowServer extends JedisException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates it.
   *
   * @param slowNanos what is slow
   */
  SlowServer(long slowNanos) {
    super("answers take longer than " + slowNanos / 1_000_000 + " ms");
  }
}
