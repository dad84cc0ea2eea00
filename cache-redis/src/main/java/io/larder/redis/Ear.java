package io.larder.redis;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that listens to what is published on one server, and knows which that is. One thread
 * listens; any may close it, or ask for a sign of life.
 */
final class Ear implements AutoCloseable {

  private final NodeConnection connection;
  private final String server;
  private final Runnable cut;
  private volatile boolean closed;
  private volatile @Nullable BinaryJedisPubSub listening;

  /** Since when a sign of life is awaited, by {@link System#nanoTime}; 0: none is. */
  private volatile long awaited = now();

  private Ear(NodeConnection connection, String server, Runnable cut) {
    this.connection = connection;
    this.server = server;
    this.cut = cut;
  }

  /**
   * Returns what listens on a connection, which is nobody else's.
   *
   * @param name of the server, for people
   * @param cut closes its socket, whatever is waited for there
   * @throws JedisException if the server does not say which it is, or is a replica
   */
  static Ear of(NodeConnection connection, String name, Runnable cut) {
    try {
      Introduction told = Introduction.over(connection, name);
      if (told.replica()) {
        throw new JedisDataException("READONLY the server is a replica");
      }
      return new Ear(connection, String.valueOf(told.id()), cut);
    } catch (RuntimeException | Error e) {
      connection.drop();
      throw e;
    }
  }

  /** Returns the identity of the server, as its {@link Introduction} has it. */
  String server() {
    return server;
  }

  /**
   * Listens until the connection ends.
   *
   * @param subscribed is run once everything that is published from then on will be heard
   * @param heard is told each message, in the order in which they were published
   * @throws JedisException when the connection ends
   */
  void listen(byte[] channel, Runnable subscribed, Consumer<byte[]> heard) {
    BinaryJedisPubSub all =
        new BinaryJedisPubSub() {
          @Override
          public void onSubscribe(byte[] to, int channels) {
            if (closed) {
              // It has connected anew, to whatever is there now.
              throw new JedisConnectionException("closed");
            }
            awaited = 0;
            if (listening == null) {
              listening = this;
              subscribed.run();
            }
          }

          @Override
          public void onMessage(byte[] from, byte[] message) {
            awaited = 0;
            heard.accept(message);
          }
        };
    all.proceed(connection, channel);
  }

  /**
   * Asks for a sign of life, unless one is awaited already. Not to be called by two threads at
   * once.
   *
   * <p>By subscribing once more, which is answered, and allowed to whoever may listen; {@code PING}
   * may not be.
   *
   * @throws JedisException if the connection has ended
   */
  void askForSign(byte[] channel) {
    BinaryJedisPubSub all = listening;
    if (all != null && awaited == 0) {
      awaited = now();
      all.subscribe(channel);
    }
  }

  /** Returns whether a sign of life has been awaited for so many nanoseconds. */
  boolean isSilentFor(long nanos) {
    long since = awaited;
    return since != 0 && System.nanoTime() - since >= nanos;
  }

  private static long now() {
    return System.nanoTime() | 1; // 0 says something else
  }

  @Override
  public void close() {
    closed = true;
    cut.run();
    connection.drop();
  }
}
