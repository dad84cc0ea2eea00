package io.larder.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A Redis that is one server. */
final class OneServer implements Nodes {

  private final Node node;
  private final Sockets sockets;
  private final AtomicLong strangers = new AtomicLong();
  private volatile Runnable listener = () -> {};

  OneServer(RedisOptions options, Place.Server place, Sockets sockets) {
    Succession servers =
        new Succession(place.address(), told -> {}, strangers, () -> listener.run());
    this.node =
        new Node(
            place.address(),
            sockets,
            ConnectionConfig.of(options),
            options,
            servers,
            new Pace(Deadline.of(options.timeouts().deadline())));
    this.sockets = sockets;
  }

  @Override
  public void whenReplaced(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public void ask(List<? extends Question<?>> questions) {
    node.ask(questions);
  }

  @Override
  public Ear ear(byte[] key) {
    return node.ear();
  }

  @Override
  public void lookAgain() {
    // It is where it was.
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public List<Node> primaries() {
    return List.of(node);
  }

  @Override
  public List<Node> used() {
    return List.of(node);
  }

  @Override
  public long strangers() {
    return strangers.get();
  }

  @Override
  public void forgetPace() {
    node.forgetPace();
  }

  @Override
  public void doubtIdle() {
    node.doubtIdle();
  }

  @Override
  public void close() {
    try {
      node.close();
    } finally {
      sockets.close();
    }
  }
}
