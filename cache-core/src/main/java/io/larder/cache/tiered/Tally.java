package io.larder.cache.tiered;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens so often that an atomic addition each time would be felt: it also holds up
 * the reads that follow it. A thread that comes first to one of the lanes has it for itself, and
 * adds there as to a variable of its own; threads that find theirs taken share what is atomic.
 *
 * <p>Loses nothing. Thread-safe.
 */
final class Tally {

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

  /** A power of two. */
  static final int LANES = 128;

  /** Lanes are two lines of a processor's cache apart, which fetches them in pairs. */
  private static final int LANE = 16;

  /** Of each lane the thread that has it, or 0, and the count. */
  private final long[] lanes = new long[(LANES + 1) * LANE];

  private final LongAdder others = new LongAdder();

  /** Adds one. */
  void increment() {
    long thread = Thread.currentThread().getId(); // positive, and never given to another
    int lane = (((int) thread & (LANES - 1)) + 1) * LANE;
    long owner = (long) ELEMENT.getOpaque(lanes, lane);
    if (owner == thread || (owner == 0 && ELEMENT.compareAndSet(lanes, lane, 0L, thread))) {
      ELEMENT.setOpaque(lanes, lane + 1, (long) ELEMENT.getOpaque(lanes, lane + 1) + 1);
    } else {
      others.increment();
    }
  }

  /** Returns how often one was added; what is added meanwhile may be missing. */
  long sum() {
    long sum = others.sum();
    for (int lane = LANE; lane < lanes.length; lane += LANE) {
      sum += (long) ELEMENT.getOpaque(lanes, lane + 1);
    }
    return sum;
  }
}
