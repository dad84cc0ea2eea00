package io.larder.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * The pool of a client that is ours. Waiting for a connection counts as part of the operation that
 * needs it, so nobody waits longer than that may take. Thread-safe.
 */
final class Connections implements ConnectionProvider {

  private final ConnectionPool pool;
  private final long waitNanos;

  Connections(Sockets sockets, JedisClientConfig config, int size, Duration wait) {
    ConnectionPoolConfig limits = new ConnectionPoolConfig();
    limits.setMaxTotal(size);
    limits.setMaxIdle(size);
    limits.setMaxWait(wait);
    limits.setJmxEnabled(false);
    this.pool = new ConnectionPool(new ConnectionFactory(sockets, config), limits);
    this.waitNanos = wait.toNanos();
  }

  /** Returns how many connections have been opened so far. */
  long made() {
    return pool.getCreatedCount();
  }

  /** Drops the connections that are not in use. */
  void forgetIdle() {
    pool.clear();
  }

  @Override
  public Connection getConnection() {
    // A negative wait would be an endless one.
    long left = Math.max(0, Math.min(waitNanos, Deadline.left(System.nanoTime())));
    try {
      Connection connection = pool.borrowObject(TimeUnit.NANOSECONDS.toMillis(left));
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
