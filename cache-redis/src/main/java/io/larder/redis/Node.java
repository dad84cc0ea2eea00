package io.larder.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisException;

/** One server that we connect to ourselves, and the connections to it. Thread-safe. */
final class Node implements Nodes.Primary, AutoCloseable {

  private final Address address;
  private final Sockets sockets;
  private final ConnectionConfig config;
  private final Succession servers;
  private final Pace pace;
  private final Login login;
  private final Connections connections;

  /**
   * Creates it, without connecting.
   *
   * @param servers is asked about each new connection
   * @param pace is told how long each answer takes
   */
  Node(
      Address address,
      Sockets sockets,
      ConnectionConfig config,
      RedisOptions options,
      Succession servers,
      Pace pace) {
    this.address = address;
    this.sockets = sockets;
    this.config = config;
    this.servers = servers;
    this.pace = pace;
    this.login = config.login();
    JedisSocketFactory toHere = sockets.to(address);
    this.connections =
        new Connections(
            options.pool().connections(),
            options.timeouts().poolWait(),
            () -> open(new NodeConnection(toHere, config)),
            this::meet);
  }

  private void meet(NodeConnection connection) {
    if (servers.meet(connection)) {
      forgetIdle();
    }
  }

  private NodeConnection open(NodeConnection connection) {
    try {
      meet(connection);
      connection.loggedIn(login.changes());
      return connection;
    } catch (RuntimeException | Error e) {
      connection.drop();
      throw e;
    }
  }

  Address address() {
    return address;
  }

  @Override
  public String name() {
    return address.toString();
  }

  /**
   * Takes a connection for some questions, which are not sent yet.
   *
   * @param asking whether the server is to answer about keys that are still on their way to it
   */
  NodeExchange take(List<? extends Question<?>> questions, boolean asking) {
    NodeConnection connection = connections.take();
    while (isOutdated(connection)) {
      connection.drop();
      connection = connections.take();
    }
    return new NodeExchange(connection, questions, asking, servers, pace);
  }

  /** It leads to another server than those that were made later, or has another login. */
  private boolean isOutdated(NodeConnection connection) {
    return servers.isFormer(connection) || connection.login() != login.changes();
  }

  @Override
  public Nodes.Exchange send(List<? extends Question<?>> questions) {
    NodeExchange exchange = take(questions, false);
    try {
      exchange.send();
      return exchange;
    } catch (RuntimeException | Error e) {
      exchange.close();
      throw e;
    }
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

  /**
   * Opens a connection beside the others, to listen.
   *
   * @throws JedisException if it is out of reach
   */
  Ear ear() {
    List<DeadlineSocket> opened = new CopyOnWriteArrayList<>();
    JedisSocketFactory toHere = sockets.to(address, opened::add);
    NodeConnection connection = open(new NodeConnection(toHere, config));
    return Ear.of(connection, address.toString(), () -> opened.forEach(Sockets::closeQuietly));
  }

  /** Forgets how long its last answers took. */
  void forgetPace() {
    pace.reset();
  }

  /** Drops the connections that are not in use. */
  void forgetIdle() {
    connections.forgetIdle();
  }

  /** Has those that are not in use tested before they are used again. */
  void doubtIdle() {
    connections.doubtIdle();
  }

  @Override
  public void close() {
    connections.close();
  }
}
