package io.larder.cache;

/**
 * A source of monotonic time, in nanoseconds, with an arbitrary origin.
 *
 * <p>Everything that measures how old something is asks a ticker and never a wall clock, so a clock
 * that is set back or differs from another machine's changes nothing. Implementations must be
 * thread-safe and cheap: one reading is taken for each look-up.
 */
@FunctionalInterface
public interface Ticker {

  /**
   * Returns the present reading in nanoseconds; only differences between readings mean anything.
   */
  long read();

  /** Returns the ticker of the running JVM, {@link System#nanoTime()}. */
  static Ticker system() {
    return System::nanoTime;
  }
}
