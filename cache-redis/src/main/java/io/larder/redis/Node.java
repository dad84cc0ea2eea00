package io.larder.redis;

import java.util.List;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisException;

/** One server that we connect to ourselves, and the connections to it. Thread-safe. */
final class Node implements Nodes.Primary, AutoCloseable {

  private final Address address;
  private final Connections connections;

  /** Creates it, without connecting. */
  Node(Address address, Sockets sockets, JedisClientConfig config, RedisOptions options) {
    this.address = address;
    JedisSocketFactory toHere = sockets.to(address);
    this.connections = new Connections(options, () -> new NodeConnection(toHere, config));
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Nodes.Exchange send(List<? extends Question<?>> questions) {
    NodeConnection connection = connections.take();
    try {
      connection.send(questions);
    } catch (RuntimeException | Error e) {
      connection.drop();
      throw e;
    }
    return new OnConnection(connection, questions);
  }

  /**
   * Asks this server, whatever the keys.
   *
   * @throws JedisException if it is out of reach
   */
  void ask(List<? extends Question<?>> questions) {
    try (Nodes.Exchange exchange = send(questions)) {
      exchange.read();
    }
  }

  /** Drops the connections that are not in use. */
  void forgetIdle() {
    connections.forgetIdle();
  }

  @Override
  public void close() {
    connections.close();
  }

  private static final class OnConnection implements Nodes.Exchange {

    private final NodeConnection connection;
    private final List<? extends Question<?>> questions;
    private boolean read;

    OnConnection(NodeConnection connection, List<? extends Question<?>> questions) {
      this.connection = connection;
      this.questions = questions;
    }

    @Override
    public void read() {
      connection.read(questions);
      read = true;
    }

    @Override
    public void close() {
      if (read) {
        connection.close();
      } else {
        connection.drop();
      }
    }
  }
}
