package io.larder.redis;

import io.larder.cache.Ticker;
import io.larder.cache.tiered.Bus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Brings the events of a namespace from the server that moves its clock: a connection of its own
 * that listens, and a thread that asks what the clock is.
 *
 * <p>Whatever makes it doubtful that the two speak of the same server (a connection that broke, a
 * clock that was raised, events that do not come) ends the connection and begins anew. Two daemon
 * threads, until it is closed. Thread-safe.
 */
final class RedisBus implements Bus {

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final UnifiedJedis jedis;
  private final RedisLink link;
  private final Runnable cut;
  private final byte[] channel;
  private final String where;
  private final Ticker ticker;
  private final long everyNanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The connection that listens at the moment, once it does. */
  private volatile @Nullable Listening listening;

  /**
   * Creates it; nothing is asked.
   *
   * @param every the time between two heartbeats
   */
  RedisBus(
      RedisConnection connection, RedisLink link, Layout layout, Ticker ticker, Duration every) {
    this.jedis = connection.jedis();
    this.link = link;
    this.cut = connection.closeListening();
    this.channel = layout.bus();
    this.where = connection.where();
    this.ticker = ticker;
    this.everyNanos = every.toNanos();
  }

  @Override
  public void listen(Receiver receiver) {
    Threads.daemon("larder-redis-bus " + where, () -> keepListening(receiver)).start();
    Threads.daemon("larder-redis-heartbeat " + where, () -> keepBeating(receiver)).start();
  }

  private void keepListening(Receiver receiver) {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosed()) {
      Listening connection = new Listening(receiver);
      try {
        jedis.subscribe(connection, channel);
      } catch (JedisException | Doubt e) {
        // Its outage is told by those who ask; here it is tried again.
      } finally {
        listening = null;
        receiver.lost();
      }
      pause = connection.connected ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      await(TimeUnit.MILLISECONDS.toNanos(pause));
    }
  }

  private void keepBeating(Receiver receiver) {
    while (!isClosed()) {
      beat(receiver);
      await(everyNanos);
    }
  }

  private void beat(Receiver receiver) {
    Listening connection = listening;
    if (connection == null) {
      return;
    }
    long sentAt = ticker.read();
    long clock = link.clock();
    if (link.epoch() != connection.epoch || receiver.isBehind()) {
      cut.run();
    } else if (clock >= 0) {
      receiver.heartbeat(sentAt, clock);
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
    cut.run();
  }

  /** One connection, from its first message to its end. */
  private final class Listening extends BinaryJedisPubSub {

    private final Receiver receiver;
    private volatile int epoch;
    private boolean connected;

    Listening(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void onSubscribe(byte[] to, int channels) {
      int before = link.epoch();
      long clock = link.clock();
      if (clock < 0 || link.epoch() != before || isClosed()) {
        throw doubt();
      }
      epoch = before;
      connected = true;
      receiver.connected(clock);
      listening = this;
    }

    @Override
    public void onMessage(byte[] from, byte[] message) {
      Announcement announcement = Announcement.read(message);
      if (announcement == null) {
        throw doubt();
      }
      receiver.announced(announcement.clock(), announcement.changes());
    }
  }

  /** Ends the connection, which is of no use to the pool that it came from: it listens. */
  private Doubt doubt() {
    cut.run();
    return new Doubt();
  }

  /** What was heard is not to be relied on. */
  private static final class Doubt extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Doubt() {
      super(null, null, false, false);
    }
  }
}
