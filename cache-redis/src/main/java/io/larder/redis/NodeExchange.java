package io.larder.redis;

import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** One connection that was taken for some questions: it is sent on, read from, and given back. */
final class NodeExchange implements Nodes.Exchange {

  private final NodeConnection connection;
  private final List<? extends Question<?>> questions;
  private final boolean asking;
  private final Succession servers;
  private final Pace pace;
  private boolean due;
  private long sending;

  /**
   * Creates it; nothing is sent yet.
   *
   * @param asking whether the server is to answer about keys that are still on their way to it
   * @param servers tells whether the connection still leads to the one that counts
   * @param pace is told how long the server took
   */
  NodeExchange(
      NodeConnection connection,
      List<? extends Question<?>> questions,
      boolean asking,
      Succession servers,
      Pace pace) {
    this.connection = connection;
    this.questions = questions;
    this.asking = asking;
    this.servers = servers;
    this.pace = pace;
  }

  void send() {
    due = true;
    long began = System.nanoTime();
    connection.send(questions, asking);
    sending = System.nanoTime() - began;
  }

  @Override
  public void read() {
    // What was spent on others in between is not this server's.
    long began = System.nanoTime();
    connection.read(questions, asking);
    due = false;
    if (servers.isFormer(connection)) {
      throw new JedisConnectionException("another server has taken its place");
    }
    long nanos = sending + System.nanoTime() - began;
    if (isPaced()) {
      pace.answered(nanos);
    }
  }

  private boolean isPaced() {
    for (Question<?> question : questions) {
      if (question.takesTime()) {
        return false;
      }
    }
    return true;
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
