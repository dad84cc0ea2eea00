package io.larder.redis;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections to one server, some of them in use. Waiting for one counts as part of the
 * operation that needs it, so nobody waits longer than that may take. Thread-safe.
 */
final class Connections implements AutoCloseable {

  private final ConnectionPool pool;
  private final long waitNanos;
  private final Consumer<NodeConnection> test;

  /** When one was found broken last: those that have answered since are well. */
  private volatile long doubtedAt = System.nanoTime();

  /**
   * Creates them; none is there yet.
   *
   * @param most how many there are at most
   * @param wait how long somebody waits for one at most
   * @param open opens one more
   * @param test asks something on one that may be broken, and throws what comes of that
   */
  Connections(
      int most, Duration wait, Supplier<NodeConnection> open, Consumer<NodeConnection> test) {
    ConnectionPoolConfig limits = new ConnectionPoolConfig();
    limits.setMaxTotal(most);
    limits.setMaxIdle(most);
    // Each says how long it waits; some versions look here too, where nothing set is endless.
    limits.setMaxWait(wait);
    limits.setJmxEnabled(false);
    // A broken connection is found by who uses it, and said once; this would be a warning for each.
    limits.setTestWhileIdle(false);
    this.pool = new Pool(new Opening(open), limits);
    this.waitNanos = wait.toNanos();
    this.test = test;
  }

  /** Returns how long the pool itself lets somebody wait; for tests. */
  Duration longestWait() {
    return pool.getMaxWaitDuration();
  }

  /** Drops the connections that are not in use. */
  void forgetIdle() {
    pool.clear();
  }

  /**
   * Has those that are not in use tested before they are used again, since one was found broken.
   * Where a restart has broken all, they fail at once, and none of them fails what is asked.
   */
  void doubtIdle() {
    doubtedAt = System.nanoTime();
  }

  /**
   * Returns a connection for the caller alone, until it closes it.
   *
   * @throws JedisException if none can be had in time
   */
  NodeConnection take() {
    NodeConnection connection = borrow();
    while (connection.isSilentSince(doubtedAt) && !answers(connection)) {
      connection = borrow();
    }
    return connection;
  }

  /** Returns whether it answers; one that does not is dropped. */
  private boolean answers(NodeConnection connection) {
    try {
      test.accept(connection);
      return true;
    } catch (JedisException e) {
      connection.drop();
      if (!Trouble.isOfOneConnection(e)) {
        throw e;
      }
      return false;
    } catch (RuntimeException | Error e) {
      connection.drop();
      throw e;
    }
  }

  private NodeConnection borrow() {
    long millis =
        TimeUnit.NANOSECONDS.toMillis(Math.min(waitNanos, Deadline.left(System.nanoTime())));
    if (millis < 1) {
      // Neither 0 nor less is a wait to ask for: to some versions they are endless.
      throw new JedisException(
          "no connection from the pool", new NoSuchElementException("no time left to wait"));
    }
    try {
      NodeConnection connection = (NodeConnection) pool.borrowObject(millis);
      connection.setHandlingPool(pool);
      return connection;
    } catch (JedisException e) {
      throw e;
    } catch (Exception e) {
      throw new JedisException("no connection from the pool", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /**
   * A pool that costs nobody more time than his operation has, and nobody any who is in none. Some
   * versions of what it is made of open another connection in the place of a broken one, in the
   * thread that returns that.
   */
  private static final class Pool extends ConnectionPool {

    Pool(Opening opening, ConnectionPoolConfig limits) {
      super(opening, limits);
    }

    @Override
    public void returnBrokenResource(Connection broken) {
      if (Deadline.left(System.nanoTime()) != Long.MAX_VALUE) {
        super.returnBrokenResource(broken);
        return;
      }
      try {
        Deadline.OVER.within(
            () -> {
              super.returnBrokenResource(broken);
              return true;
            });
      } catch (JedisException e) {
        // There was no time to open another: who needs one does that.
      }
    }
  }

  private static final class Opening extends BasePooledObjectFactory<Connection> {

    private final Supplier<NodeConnection> open;

    Opening(Supplier<NodeConnection> open) {
      this.open = open;
    }

    @Override
    public Connection create() {
      return open.get();
    }

    @Override
    public PooledObject<Connection> wrap(Connection connection) {
      return new DefaultPooledObject<>(connection);
    }

    @Override
    public void destroyObject(PooledObject<Connection> pooled) {
      try {
        // It is of no pool any more, so this ends it.
        pooled.getObject().close();
      } catch (JedisException e) {
        // It was broken before.
      }
    }
  }
}
