package io.larder.redis;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which server it is that answers: its run id and its replication id. Another one than at the last
 * look may have come up without the last invalidations.
 *
 * <p>Asked for at most once a second, and whenever the client has opened a connection since, by one
 * caller at a time. Those who wait for it meanwhile share its failure: on a server that hangs, each
 * would else wait for the timeouts of all before it. Thread-safe.
 */
final class ServerIdentity {

  static final long EVERY_NANOS = 1_000_000_000L;

  private final UnifiedJedis jedis;
  private final LongSupplier connectionsMade;
  private final Runnable changed;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable String known;
  private volatile long knownAt;
  private volatile long connectionsThen = -1;
  private volatile String version = "";
  private final AtomicInteger failures = new AtomicInteger();

  /** Why the last attempt failed, if it did; only read and written by who holds the lock. */
  private @Nullable JedisException failure;

  /**
   * Creates it.
   *
   * @param connectionsMade counts the connections that the client has opened
   * @param changed is told of another server before anybody takes it for the known one
   */
  ServerIdentity(UnifiedJedis jedis, LongSupplier connectionsMade, Runnable changed) {
    this.jedis = jedis;
    this.connectionsMade = connectionsMade;
    this.changed = changed;
  }

  /** Returns the server's version as it last told it; empty before it has, and if it does not. */
  String version() {
    return version;
  }

  /** Returns how often asking has failed, to be handed to {@link #check} later. */
  int failures() {
    return failures.get();
  }

  /**
   * Asks the server which it is, if it is time to and nobody has tried in vain since.
   *
   * @param failuresThen what {@link #failures} was when the caller began its own work
   * @throws JedisException if it cannot be asked, or is a replica
   */
  void check(int failuresThen) {
    if (isChecked()) {
      return;
    }
    lock();
    try {
      if (!isChecked()) {
        ask(failuresThen);
      }
    } finally {
      asking.unlock();
    }
  }

  /**
   * Asks the server now; returns its version as {@link #version} does.
   *
   * @throws JedisException if it cannot be asked, or is a replica
   */
  String askNow() {
    int failuresThen = failures.get();
    lock();
    try {
      ask(failuresThen);
      return version;
    } finally {
      asking.unlock();
    }
  }

  /** Waits for who asks, but not longer than the caller's own operation may take. */
  private void lock() {
    long left = Deadline.left(System.nanoTime());
    if (left == Long.MAX_VALUE) {
      asking.lock();
      return;
    }
    try {
      if (!asking.tryLock(left, TimeUnit.NANOSECONDS)) {
        throw new JedisConnectionException(
            "no answer", new SocketTimeoutException("another caller still waits for it"));
      }
    } catch (InterruptedException e) {
      throw new JedisException("interrupted", e);
    }
  }

  private boolean isChecked() {
    return known != null
        && connectionsThen == connectionsMade.getAsLong()
        && System.nanoTime() - knownAt < EVERY_NANOS;
  }

  private void ask(int failuresThen) {
    JedisException sinceThen = failures.get() == failuresThen ? null : failure;
    if (sinceThen != null) {
      throw sinceThen;
    }
    try {
      identify();
      failure = null;
    } catch (JedisException e) {
      // Whoever is interrupted has learnt nothing about the server.
      if (Trouble.of(e).kind() != Trouble.Kind.INTERRUPTED) {
        failure = e;
        failures.incrementAndGet();
      }
      throw e;
    }
  }

  private void identify() {
    long made = connectionsMade.getAsLong();
    String server;
    String replication;
    try {
      server = jedis.info("server");
      replication = jedis.info("replication");
    } catch (JedisDataException e) {
      if (Trouble.of(e).kind() != Trouble.Kind.ACCESS || !"NOPERM".equals(Trouble.of(e).phrase())) {
        throw e;
      }
      // A user without INFO: only the clock itself can show that it went back.
      server = "run_id:unknown";
      replication = "";
    }
    if ("slave".equals(field(replication, "role"))) {
      throw new JedisDataException("READONLY the server is a replica");
    }
    version = field(server, "redis_version");
    String now = field(server, "run_id") + "/" + field(replication, "master_replid");
    String before = known;
    if (before != null && !before.equals(now)) {
      changed.run();
    }
    known = now;
    knownAt = System.nanoTime();
    connectionsThen = made;
  }

  private static String field(String info, String name) {
    int at = info.indexOf(name + ":");
    if (at < 0) {
      return "";
    }
    int end = info.indexOf('\r', at);
    return info.substring(at + name.length() + 1, end < 0 ? info.length() : end);
  }
}
