package io.larder.redis;

import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Does again what failed for its connection alone: a restart breaks all that lie idle, and they
 * fail one by one, each at once. So what is done here may be done twice on the server, and must do
 * no harm then. Thread-safe.
 */
final class Retry {

  /** A pool may be full of broken connections. */
  private static final int MOST_ATTEMPTS = 64;

  private static final long PATIENCE_NANOS = 100_000_000L;

  private final Nodes nodes;

  Retry(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Does some work, again if need be.
   *
   * @throws JedisException if it fails for another reason, or again and again
   */
  <T> T run(Supplier<T> work) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (JedisException e) {
        if (attempt == MOST_ATTEMPTS
            || System.nanoTime() - start > PATIENCE_NANOS
            || !Trouble.isOfOneConnection(e)) {
          throw e;
        }
        nodes.forgetIdle();
      }
    }
  }
}
