package io.larder.servlet;

import io.larder.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for which keys an answer was not to be shared, so that those who ask for them next do
 * not wait for one another in vain: each has the handler run for itself. The first answer that is
 * to be shared has its key forgotten.
 *
 * <p>It holds a bounded number of keys and may forget any of them early, which costs one wait.
 * Thread-safe, without a lock.
 */
final class HitForMiss {
  /** After so long one request is waited for again. */
  static final Duration TIME = Duration.ofMinutes(1);

  private static final int SLOTS = 4096; // a power of two

  private record Remembered(String key, long since) {}

  private final AtomicReferenceArray<@Nullable Remembered> slots =
      new AtomicReferenceArray<>(SLOTS);
  private final Ticker ticker;

  HitForMiss(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Says that the answer for a key was for one client alone. */
  void remember(String key) {
    if (!isRemembered(key)) {
      slots.set(slot(key), new Remembered(key, ticker.read()));
    }
  }

  /** Says that the answer for a key is for others too. */
  void forget(String key) {
    int slot = slot(key);
    Remembered there = slots.get(slot);
    if (there != null && there.key().equals(key)) {
      slots.set(slot, null);
    }
  }

  boolean isRemembered(String key) {
    Remembered there = slots.get(slot(key));
    return there != null
        && there.key().equals(key)
        && ticker.read() - there.since() < TIME.toNanos();
  }

  private static int slot(String key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
