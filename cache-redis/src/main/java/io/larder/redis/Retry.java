package io.larder.redis;

import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Does again what failed for its connection alone: a restart breaks all that lie idle, and they
 * fail one by one, each at once. So what is done here may be done twice on the server, and must do
 * no harm then. Thread-safe.
 */
final class Retry {

  /** So often however long it takes: the second connection may be caught in the same trouble. */
  private static final int SURE_ATTEMPTS = 3;

  /** A pool may be full of broken connections, if it is not ours. */
  private static final int MOST_ATTEMPTS = 64;

  /** From the first failure on: how long the server took before says nothing of what comes. */
  private static final long PATIENCE_NANOS = 100_000_000L;

  /** Nothing can be asked in less. */
  private static final long LEAST_NANOS = 1_000_000L;

  private final Nodes nodes;

  Retry(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Does some work, again if need be and as long as there is time.
   *
   * @throws JedisException if it fails for another reason, or again and again
   */
  <T> T run(Supplier<T> work) {
    long failed = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (JedisException e) {
        long now = System.nanoTime();
        failed = attempt == 1 ? now : failed;
        if (isEnough(attempt, now - failed)
            || Deadline.left(now) < LEAST_NANOS
            || !Trouble.isOfOneConnection(e)) {
          throw e;
        }
        nodes.doubtIdle();
      }
    }
  }

  private static boolean isEnough(int attempts, long nanos) {
    return attempts == MOST_ATTEMPTS || (attempts >= SURE_ATTEMPTS && nanos > PATIENCE_NANOS);
  }
}
