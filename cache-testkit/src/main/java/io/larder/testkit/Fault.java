package io.larder.testkit;

import java.time.Duration;
import java.util.Set;

/**
 * Something that is to go wrong. Used with the lock of its {@link Faults} held.
 *
 * <p>Not a record: it counts the calls that are left to it.
 */
final class Fault {

  /** The number of calls that a fault meets which lasts until it is mended. */
  static final long ENDLESS = Long.MAX_VALUE;

  /** In which way. */
  enum Kind {
    FAIL,
    DELAY,
    HANG,
    LOSE
  }

  private final Kind kind;
  private final Set<StoreOperation> operations;
  private final Duration delay;
  private long left;

  Fault(Kind kind, Set<StoreOperation> operations, Duration delay, long calls) {
    this.kind = kind;
    this.operations = operations;
    this.delay = delay;
    this.left = calls;
  }

  Kind kind() {
    return kind;
  }

  Duration delay() {
    return delay;
  }

  /** Returns whether this call is one that the fault is for, and counts it. */
  boolean meets(StoreOperation operation) {
    if (!operations.contains(operation) || left == 0) {
      return false;
    }
    if (left != ENDLESS) {
      left--;
    }
    return true;
  }

  boolean isOver() {
    return left == 0;
  }
}
