package io.larder.benchmarks.soak;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations, counted in classes of which each is less than 2 % wide. Thread-safe, of a fixed size.
 */
final class Latencies {

  private static final int STEPS = 64; // a power of two is cut into
  private static final int STEP_BITS = 6;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS * 64);
  private final AtomicLong max = new AtomicLong();

  void add(long nanos) {
    long value = Math.max(1, nanos);
    counts.incrementAndGet(index(value));
    max.accumulateAndGet(value, Math::max);
  }

  void addAll(Latencies others) {
    for (int i = 0; i < counts.length(); i++) {
      counts.addAndGet(i, others.counts.get(i));
    }
    max.accumulateAndGet(others.max.get(), Math::max);
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** Returns in milliseconds below what this share of all durations is; 0 if there are none. */
  double millis(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < counts.length() && wanted > 0; i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return Math.min(upper(i), (double) max.get()) / 1e6;
      }
    }
    return 0;
  }

  double maxMillis() {
    return max.get() / 1e6;
  }

  private static int index(long value) {
    int power = 63 - Long.numberOfLeadingZeros(value);
    int step =
        power < STEP_BITS
            ? (int) (value << (STEP_BITS - power)) - STEPS
            : (int) (value >>> (power - STEP_BITS)) - STEPS;
    return power * STEPS + step;
  }

  /** The least value that is above those of this class. */
  private static double upper(int index) {
    return Math.scalb((STEPS + index % STEPS + 1) / (double) STEPS, index / STEPS);
  }
}
