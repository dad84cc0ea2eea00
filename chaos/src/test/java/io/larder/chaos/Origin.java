package io.larder.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What an application asks if nothing is cached. It takes a while, and no two of its answers are
 * the same: each tells the moment at which its computation began. Thread-safe.
 */
final class Origin {

  static final long NANOS = 20_000_000;

  private final Board board;
  private final int node;
  private final Queue<History.Load> loads = new ConcurrentLinkedQueue<>();

  Origin(Board board, int node) {
    this.board = board;
    this.node = node;
  }

  /** Computes an item: {@code item@moment}. */
  String compute(int item) {
    board.countOriginCall(node);
    String value = known(item);
    long end = System.nanoTime() + NANOS;
    for (long left = NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    loads.add(new History.Load(item, id(value), id(value), board.moment()));
    return value;
  }

  /** As {@link #compute}, in no time: what the application itself has come to know. */
  String known(int item) {
    return item + "@" + board.moment();
  }

  /** A value was put. It is as new as the call that put it, which may be as late as its end. */
  void put(int item, String value) {
    long ended = board.moment();
    loads.add(new History.Load(item, id(value), ended, ended));
  }

  private static long id(String value) {
    return Long.parseLong(value.substring(value.indexOf('@') + 1));
  }

  /** Returns what was computed since this was asked last. */
  List<History.Load> drain() {
    List<History.Load> some = new ArrayList<>();
    for (History.Load load = loads.poll(); load != null; load = loads.poll()) {
      some.add(load);
    }
    return some;
  }
}
