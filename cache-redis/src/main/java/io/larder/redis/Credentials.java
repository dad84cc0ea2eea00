package io.larder.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * User and password that somebody else's code says, for each connection anew.
 *
 * <p>It is asked in a daemon thread, one at most, within the {@link Deadline} of the operation that
 * needs a connection: it may ask a server of its own. Those who wait share the answer. Thread-safe.
 */
final class Credentials implements Supplier<RedisCredentials> {

  private final Supplier<? extends RedisCredentials> source;
  private final long mostNanos;
  private @Nullable FutureTask<RedisCredentials> asked;
  private @Nullable RedisCredentials last;
  private volatile int changes;

  /**
   * Creates it; nothing is asked yet.
   *
   * @param source says user and password
   * @param most how long it may take where no operation bounds it
   */
  Credentials(Supplier<? extends RedisCredentials> source, Duration most) {
    this.source = source;
    this.mostNanos = most.toNanos();
  }

  /**
   * Returns what is said now.
   *
   * @throws JedisException if nothing is, or not in time
   */
  @Override
  public RedisCredentials get() {
    try {
      long left = Math.min(mostNanos, Deadline.left(System.nanoTime()));
      RedisCredentials now = asked().get(left, TimeUnit.NANOSECONDS);
      note(now);
      return now;
    } catch (TimeoutException e) {
      throw new JedisConnectionException(
          "no password", new SocketTimeoutException("its provider is slow"));
    } catch (InterruptedException e) {
      throw new JedisException("interrupted", e);
    } catch (ExecutionException e) {
      // Not its message, which may hold a secret.
      Throwable cause = e.getCause();
      throw new NoCredentials(
          "their provider fails: " + (cause == null ? e : cause).getClass().getSimpleName());
    } catch (Threads.None e) {
      throw new JedisConnectionException("no thread for the provider of the password", e);
    }
  }

  /** Returns how often another user or password was said than before. */
  int changes() {
    return changes;
  }

  private synchronized FutureTask<RedisCredentials> asked() throws Threads.None {
    FutureTask<RedisCredentials> task = asked;
    if (task == null || task.isDone()) {
      task = new FutureTask<>(() -> Objects.requireNonNull(source.get(), "credentials"));
      Threads.start(Threads::daemon, "larder-redis-credentials", task);
      asked = task;
    }
    return task;
  }

  private synchronized void note(RedisCredentials now) {
    RedisCredentials before = last;
    if (before != null
        && !(Objects.equals(before.getUser(), now.getUser())
            && Arrays.equals(before.getPassword(), now.getPassword()))) {
      changes++;
    }
    last = now;
  }
}
