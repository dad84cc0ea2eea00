package io.larder.redis;

/** An exchange whose answers were read when it was sent. */
final class Exchanged implements Nodes.Exchange {

  static final Exchanged DONE = new Exchanged();

  private Exchanged() {}

  @Override
  public void read() {
    // They are there.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
