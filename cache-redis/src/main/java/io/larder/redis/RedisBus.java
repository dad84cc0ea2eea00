package io.larder.redis;

import io.larder.cache.Ticker;
import io.larder.cache.tiered.Bus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Brings the events of a namespace from the server that moves its clock: a connection of its own
 * that listens, and a thread that asks what the clock is.
 *
 * <p>Both know by its identity which server they speak of. Whatever makes it doubtful that it is
 * the same (another identity, a connection that broke, a clock that was raised, events that do not
 * come) ends the connection and begins anew, where the clock is now. Two daemon threads, until it
 * is closed. Thread-safe.
 */
final class RedisBus implements Bus {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** A server that takes longer to let somebody listen is not there any more. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private final RedisLink link;
  private final byte[] channel;
  private final String where;
  private final Ticker ticker;
  private final long everyNanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The connection at the moment, if there is one. */
  private volatile @Nullable Listening current;

  /**
   * Creates it; nothing is asked.
   *
   * @param channel where the events are published
   * @param where names the server for people
   * @param every the time between two heartbeats
   */
  RedisBus(RedisLink link, byte[] channel, String where, Ticker ticker, Duration every) {
    this.link = link;
    this.channel = channel;
    this.where = where;
    this.ticker = ticker;
    this.everyNanos = every.toNanos();
  }

  @Override
  public void listen(Receiver receiver) {
    Threads.daemon("larder-redis-bus " + where, () -> keepListening(receiver)).start();
    Threads.daemon("larder-redis-heartbeat " + where, this::keepBeating).start();
  }

  private void keepListening(Receiver receiver) {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosed()) {
      boolean connected = listenOnce(receiver);
      pause = connected ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      await(TimeUnit.MILLISECONDS.toNanos(pause));
    }
  }

  /** Returns whether there was a connection, which has ended. */
  private boolean listenOnce(Receiver receiver) {
    try (Ear ear = link.ear()) {
      Listening connection = new Listening(ear, receiver);
      current = connection;
      try {
        ear.listen(channel, connection::subscribed, connection::heard);
      } catch (JedisException e) {
        // Its outage is told by those who ask; here it is tried again.
      }
      return connection.connected;
    } catch (JedisException e) {
      return false;
    } finally {
      current = null;
      receiver.lost();
    }
  }

  private void keepBeating() {
    while (!isClosed()) {
      Listening connection = current;
      if (connection != null) {
        connection.beat();
      }
      await(everyNanos);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void await(long nanos) {
    try {
      if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      closed.countDown(); // nobody but the end of the process interrupts these threads
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Listening connection = current;
    if (connection != null) {
      connection.ear.close();
    }
  }

  /** One connection, from its first message to its end. */
  private final class Listening {

    private final Ear ear;
    private final Receiver receiver;
    private final long began = System.nanoTime();
    private final int epoch = link.epoch();
    private volatile boolean connected;

    Listening(Ear ear, Receiver receiver) {
      this.ear = ear;
      this.receiver = receiver;
    }

    void subscribed() {
      long sentAt = ticker.read();
      Optional<Pulse> pulse = link.pulse().filter(this::isTrusted);
      if (pulse.isEmpty() || isClosed()) {
        throw new JedisConnectionException("it is not known that it has the clock");
      }
      receiver.connected(pulse.get().clock());
      receiver.heartbeat(sentAt, pulse.get().clock());
      connected = true;
    }

    void heard(byte[] message) {
      Announcement announcement = Announcement.read(message);
      if (announcement == null) {
        throw new JedisConnectionException("no announcement");
      }
      receiver.announced(announcement.clock(), announcement.changes());
    }

    void beat() {
      if (!connected) {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
          ear.close();
        }
        return;
      }
      long sentAt = ticker.read();
      Optional<Pulse> pulse = link.pulse();
      if (!pulse.map(this::isTrusted).orElse(link.epoch() == epoch) || receiver.isBehind()) {
        ear.close();
      } else if (pulse.isPresent()) {
        receiver.heartbeat(sentAt, pulse.get().clock());
      }
    }

    /** Returns whether it is of the server that is listened to, and nothing was lost since. */
    private boolean isTrusted(Pulse pulse) {
      return pulse.server().equals(ear.server()) && link.epoch() == epoch;
    }
  }
}
