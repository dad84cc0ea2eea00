package io.larder.redis;

import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** One connection that was taken for some questions: it is sent on, read from, and given back. */
final class NodeExchange implements Nodes.Exchange {

  private final NodeConnection connection;
  private final List<? extends Question<?>> questions;
  private final boolean asking;
  private final Succession servers;
  private boolean due;

  /**
   * Creates it; nothing is sent yet.
   *
   * @param asking whether the server is to answer about keys that are still on their way to it
   * @param servers tells whether the connection still leads to the one that counts
   */
  NodeExchange(
      NodeConnection connection,
      List<? extends Question<?>> questions,
      boolean asking,
      Succession servers) {
    this.connection = connection;
    this.questions = questions;
    this.asking = asking;
    this.servers = servers;
  }

  void send() {
    due = true;
    connection.send(questions, asking);
  }

  @Override
  public void read() {
    connection.read(questions, asking);
    due = false;
    if (servers.isFormer(connection)) {
      throw new JedisConnectionException("another server has taken its place");
    }
  }

  @Override
  public void close() {
    if (due || servers.isFormer(connection)) {
      connection.drop();
    } else {
      connection.close();
    }
  }
}
