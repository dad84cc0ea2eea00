package io.larder.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * How long one operation may take as a whole, whatever it consists of: waiting for a connection,
 * resolving the host, connecting, writing and every read.
 *
 * <p>A timeout of a socket bounds one read, so that a server which sends a byte now and then never
 * meets it. The thread that does an operation knows when it has to be over, and the sockets that it
 * uses ask. Thread-safe.
 */
final class Deadline {

  /** What has no deadline, because its sockets are not ours. */
  static final Deadline NONE = new Deadline(0);

  /** What has no time at all. */
  static final Deadline OVER = new Deadline(1);

  /**
   * Whether there is one (0 or 1), and when it is. An array of the platform's own type: it stays
   * with threads that outlive this library's class loader.
   */
  private static final ThreadLocal<long[]> CURRENT = ThreadLocal.withInitial(() -> new long[2]);

  /** 0 for none. */
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline of(Duration duration) {
    return new Deadline(duration.toNanos());
  }

  /** Returns what a whole operation may take, or where nothing bounds that, what is its default. */
  Duration patience() {
    return nanos == 0 ? Timeouts.DEFAULT_DEADLINE : Duration.ofNanos(nanos);
  }

  /** Returns from how long on an answer is slow, in nanoseconds: half of that. */
  long slowNanos() {
    return patience().toNanos() / 2;
  }

  /** Does some work; within work that has a deadline already, the earlier of the two counts. */
  <T> T within(Supplier<T> work) {
    if (nanos == 0) {
      return work.get();
    }
    long[] current = CURRENT.get();
    long set = current[0];
    long until = current[1];
    long ours = System.nanoTime() + nanos;
    if (set == 0 || ours - until < 0) {
      current[0] = 1;
      current[1] = ours;
    }
    try {
      return work.get();
    } finally {
      current[0] = set;
      current[1] = until;
    }
  }

  /**
   * Returns the nanoseconds that this thread's operation still has: none or less if it is late,
   * {@link Long#MAX_VALUE} if nothing bounds it.
   */
  static long left(long now) {
    long[] current = CURRENT.get();
    return current[0] == 0 ? Long.MAX_VALUE : current[1] - now;
  }

  /**
   * Takes a lock that somebody may hold who waits for a server, within the time that this thread's
   * operation still has.
   *
   * @throws JedisException if it cannot be had in time, or the thread is interrupted
   */
  static void lock(ReentrantLock lock) {
    long left = left(System.nanoTime());
    if (left == Long.MAX_VALUE) {
      lock.lock();
      return;
    }
    try {
      if (!lock.tryLock(left, TimeUnit.NANOSECONDS)) {
        throw new JedisConnectionException(
            "no answer", new SocketTimeoutException("another caller still waits for it"));
      }
    } catch (InterruptedException e) {
      throw new JedisException("interrupted", e);
    }
  }

  /** Returns nanoseconds as milliseconds for a socket, to which 0 would mean forever. */
  static int millis(long nanos) {
    long roundedUp = nanos / 1_000_000 + (nanos % 1_000_000 > 0 ? 1 : 0);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, roundedUp));
  }
}
