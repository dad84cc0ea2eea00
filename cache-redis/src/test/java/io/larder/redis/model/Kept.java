package io.larder.redis.model;

import static io.larder.redis.model.Rule.KEEP;
import static io.larder.redis.model.Rule.OVERFLOW;

/**
 * The invalidations of a node that have not reached the server, and those that have of late. Of
 * each, bits for what it ends.
 */
final class Kept {

  static final int KEY = 1;
  static final int TAG = 2;
  static final int ALL = 4;

  /** Another key, which concerns nobody here. */
  static final int OTHER = 8;

  private static final int MOST = KEY | TAG | ALL | OTHER;

  private final LossWorld world;

  /** What waits; it is taken to {@link #doing} before it is done. */
  final Cell waiting;

  final Cell doing;
  final Cell recent;

  Kept(LossWorld world, String node) {
    this.world = world;
    waiting = world.cell(node + ".waiting", MOST);
    doing = world.cell(node + ".replaying", MOST);
    recent = world.cell(node + ".recent", MOST);
  }

  boolean isEmpty(State s) {
    return !s.is(waiting) && !s.is(doing);
  }

  /** There is room for one; a second makes a clear of both. */
  void add(State s, int what) {
    int present = s.get(waiting);
    if (!world.holds(KEEP)) {
      return;
    }
    if (present == 0 || present == what) {
      s.set(waiting, what);
    } else {
      s.set(waiting, world.holds(OVERFLOW) ? ALL : what);
    }
  }

  void applied(State s, int what) {
    s.set(recent, s.get(recent) | what);
  }

  void replayRecent(State s) {
    s.set(waiting, s.get(waiting) | s.get(recent));
    s.set(recent, 0);
  }

  /** Takes what waits; returns it. */
  int take(State s) {
    s.copy(doing, waiting);
    s.set(waiting, 0);
    return s.get(doing);
  }

  void done(State s) {
    applied(s, s.get(doing));
    s.set(doing, 0);
  }
}
