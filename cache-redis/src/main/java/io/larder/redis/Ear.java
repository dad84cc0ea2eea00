package io.larder.redis;

import java.util.function.Consumer;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection that listens to what is published on one server, and knows which that is. One thread
 * listens; any may close it.
 */
final class Ear implements AutoCloseable {

  private final NodeConnection connection;
  private final String server;
  private final Runnable cut;
  private volatile boolean closed;

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
    new BinaryJedisPubSub() {
      @Override
      public void onSubscribe(byte[] to, int channels) {
        if (closed) {
          // It has connected anew, to whatever is there now.
          throw new JedisConnectionException("closed");
        }
        subscribed.run();
      }

      @Override
      public void onMessage(byte[] from, byte[] message) {
        heard.accept(message);
      }
    }.proceed(connection, channel);
  }

  @Override
  public void close() {
    closed = true;
    cut.run();
    connection.drop();
  }
}
