package io.larder.redis;

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
