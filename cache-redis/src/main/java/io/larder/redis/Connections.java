package io.larder.redis;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * The pool of a client that is ours. Waiting for a connection counts as part of the operation that
 * needs it, so nobody waits longer than that may take. Thread-safe.
 */
final class Connections implements ConnectionProvider {

  private final ConnectionPool pool;
  private final long waitNanos;

  Connections(Sockets sockets, RedisOptions options) {
    ConnectionPoolConfig limits = new ConnectionPoolConfig();
    limits.setMaxTotal(options.poolSize());
    limits.setMaxIdle(options.poolSize());
    // Each says how long it waits; some versions look here too, where nothing set is endless.
    limits.setMaxWait(options.poolWait());
    limits.setJmxEnabled(false);
    // A broken connection is found by who uses it, and said once; this would be a warning for each.
    limits.setTestWhileIdle(false);
    this.pool =
        new ConnectionPool(new ConnectionFactory(sockets, new ConnectionConfig(options)), limits);
    this.waitNanos = options.poolWait().toNanos();
  }

  /** Returns how many connections have been opened so far. */
  long made() {
    return pool.getCreatedCount();
  }

  /** Returns how long the pool itself lets somebody wait; for tests. */
  Duration longestWait() {
    return pool.getMaxWaitDuration();
  }

  /** Drops the connections that are not in use. */
  void forgetIdle() {
    pool.clear();
  }

  @Override
  public Connection getConnection() {
    long millis =
        TimeUnit.NANOSECONDS.toMillis(Math.min(waitNanos, Deadline.left(System.nanoTime())));
    if (millis < 1) {
      // Neither 0 nor less is a wait to ask for: to some versions they are endless.
      throw new JedisException(
          "no connection from the pool", new NoSuchElementException("no time left to wait"));
    }
    try {
      Connection connection = pool.borrowObject(millis);
      connection.setHandlingPool(pool);
      return connection;
    } catch (JedisException e) {
      throw e;
    } catch (Exception e) {
      throw new JedisException("no connection from the pool", e);
    }
  }

  @Override
  public Connection getConnection(CommandArguments arguments) {
    return getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }
}
