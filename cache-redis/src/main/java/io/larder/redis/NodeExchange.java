package io.larder.redis;

import java.util.List;

/** One connection that was taken for some questions: it is sent on, read from, and given back. */
final class NodeExchange implements Nodes.Exchange {

  private final NodeConnection connection;
  private final List<? extends Question<?>> questions;
  private final boolean asking;
  private boolean due;

  /**
   * Creates it; nothing is sent yet.
   *
   * @param asking whether the server is to answer about keys that are still on their way to it
   */
  NodeExchange(NodeConnection connection, List<? extends Question<?>> questions, boolean asking) {
    this.connection = connection;
    this.questions = questions;
    this.asking = asking;
  }

  void send() {
    due = true;
    connection.send(questions, asking);
  }

  @Override
  public void read() {
    connection.read(questions, asking);
    due = false;
  }

  @Override
  public void close() {
    if (due) {
      connection.drop();
    } else {
      connection.close();
    }
  }
}
