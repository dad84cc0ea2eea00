package io.larder.redis.model;

/**
 * The announcements on their way to a node, in order. Any may be lost; all are when the connection
 * breaks, and nothing is announced to a node that is not connected.
 */
final class Pipe {

  static final int KEY = 1;
  static final int TAG = 2;

  /** Another key, of which nothing is held. */
  static final int OTHER = 3;

  static final int ALL = 4;

  private static final int LENGTH = 3;

  private final Cell connected;
  private final Cell[] values = new Cell[LENGTH];
  private final Cell[] kinds = new Cell[LENGTH];

  Pipe(World world, int mostClock) {
    connected = world.cell("connected", 1);
    world.start(connected, 1);
    for (int i = 0; i < LENGTH; i++) {
      values[i] = world.cell("announced " + (i + 1), mostClock);
      kinds[i] = world.cell("kind " + (i + 1), ALL);
    }
  }

  boolean isConnected(State s) {
    return s.is(connected);
  }

  boolean isEmpty(State s) {
    return !s.is(values[0]);
  }

  int value(State s) {
    return s.get(values[0]);
  }

  int kind(State s) {
    return s.get(kinds[0]);
  }

  void announce(State s, int value, int kind) {
    if (!isConnected(s)) {
      return;
    }
    int end = 0;
    while (s.is(values[end])) {
      end++;
    }
    s.set(values[end], value);
    s.set(kinds[end], kind);
  }

  /** The first arrives, or is lost. */
  void remove(State s) {
    for (int i = 0; i + 1 < LENGTH; i++) {
      s.copy(values[i], values[i + 1]);
      s.copy(kinds[i], kinds[i + 1]);
    }
    s.clear(values[LENGTH - 1], kinds[LENGTH - 1]);
  }

  void breakOff(State s) {
    s.clear(connected);
    s.clear(values);
    s.clear(kinds);
  }

  void connect(State s) {
    s.set(connected, 1);
  }
}
