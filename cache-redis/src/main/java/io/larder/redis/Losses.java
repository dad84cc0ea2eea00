package io.larder.redis;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has shown that the server may have lost invalidations, and how often clock and floor were
 * raised to make up for such. Whoever asks while that changes has no answer to trust. Thread-safe.
 */
final class Losses {

  private final AtomicInteger raises = new AtomicInteger();
  private final AtomicInteger noticed = new AtomicInteger();

  /** How many of those that were noticed are made up for; only written by who recovers. */
  private volatile int madeUpFor;

  /** Something shows that the server may have lost some. */
  void notice() {
    noticed.incrementAndGet();
  }

  /**
   * Something that was asked when there had been so many raises shows it, unless one came since.
   */
  void noticeSince(int raisesThen) {
    if (raisesThen == raises.get()) {
      notice();
    }
  }

  /** Returns whether any is still to be made up for. */
  boolean areOpen() {
    return noticed.get() != madeUpFor;
  }

  /** Returns how many were noticed so far, to be handed to {@link #madeUpFor(int)}. */
  int noticed() {
    return noticed.get();
  }

  /**
   * Clock and floor were raised for so many.
   *
   * @param seen how many had been noticed before: the server may have changed again after that
   */
  void madeUpFor(int seen) {
    raised();
    madeUpFor = seen;
  }

  /** Clock and floor were raised. */
  void raised() {
    raises.incrementAndGet();
  }

  /** Returns how often clock and floor were raised. */
  int raises() {
    return raises.get();
  }

  /** Returns how often clock and floor were raised, or something showed that they have to be. */
  int epoch() {
    return raises.get() + noticed.get();
  }
}
