package io.larder.cache.tiered;

import java.util.ArrayDeque;
import java.util.List;

/** The bus of one node: brings, loses and is cut when it is told. */
final class Line implements Bus {

  private record Message(long clock, List<Change> changes) {}

  private final Wire wire;
  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private boolean connected;
  private boolean prompt;
  private Receiver receiver = new Deaf();

  Line(Wire wire) {
    this.wire = wire;
  }

  @Override
  public void listen(Receiver to) {
    receiver = to;
  }

  /** From now on each event arrives before the call that made it returns. */
  Line prompt() {
    prompt = true;
    return this;
  }

  void put(long clock, List<Change> changes) {
    if (connected) {
      messages.add(new Message(clock, changes));
      if (prompt) {
        deliverAll();
      }
    }
  }

  void connect() {
    if (!connected) {
      connected = true;
      receiver.connected(wire.clock());
    }
  }

  /** Ends the connection, and all that was on it. */
  void cut() {
    connected = false;
    messages.clear();
    receiver.lost();
  }

  /** Brings the next event, if there is one. */
  void deliver() {
    Message next = messages.poll();
    if (next != null) {
      receiver.announced(next.clock(), next.changes());
    }
  }

  void deliverAll() {
    while (!messages.isEmpty()) {
      deliver();
    }
  }

  /** Loses the next event, and nobody is told. */
  void lose() {
    messages.poll();
  }

  void heartbeat(long sentAt, long clock) {
    receiver.heartbeat(sentAt, clock);
  }

  Receiver receiver() {
    return receiver;
  }

  @Override
  public void close() {
    connected = false;
  }

  /** Before anybody listens. */
  private static final class Deaf implements Receiver {

    @Override
    public void connected(long clock) {}

    @Override
    public void announced(long clock, List<Change> changes) {}

    @Override
    public void heartbeat(long sentAt, long clock) {}

    @Override
    public void lost() {}

    @Override
    public boolean isBehind() {
      return false;
    }
  }
}
