package io.larder.servlet;

import io.larder.cache.Ticker;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many distinct new keys a rule has stored pages under within a minute: so that whoever makes
 * up query strings fills the store only so fast. A key is new if nothing was stored under it in
 * this minute or the one before.
 *
 * <p>Keys are remembered as bits (a Bloom filter of 16 bits a key), so a new one may count as
 * known, which does no harm, and a known one never as new. Bounded, thread-safe, without a lock: of
 * loads that end together a few more than the limit may be counted.
 */
final class NewKeys {

  static final long MINUTE = 60_000_000_000L;

  private static final int BITS_A_KEY = 16;
  private static final int HASHES = 3;
  private static final int LEAST_BITS = 1024;
  private static final int MOST_BITS = 1 << 26; // 8 MB
  private static final long SEED;
  private static final long FACTOR;

  static {
    SecureRandom random = new SecureRandom();
    SEED = random.nextLong();
    FACTOR = random.nextLong() | 1;
  }

  private final int most;
  private final int bits;
  private final Ticker ticker;
  private final AtomicReference<Minute> current = new AtomicReference<>();

  /**
   * Creates it.
   *
   * @param most so many are admitted in a minute
   */
  NewKeys(int most, Ticker ticker) {
    this.most = most;
    long wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, (long) BITS_A_KEY * most));
    this.bits = Integer.highestOneBit((int) wanted - 1) << 1;
    this.ticker = ticker;
  }

  /** One minute, and what is known from the one before. */
  private record Minute(
      long began, AtomicLongArray keys, @Nullable AtomicLongArray before, AtomicInteger added) {}

  /** Whether a page under this key may be stored, if it is not there yet. */
  boolean admits(String key) {
    Minute minute = minute();
    return minute.added.get() < most || isKnown(minute, hash(key));
  }

  /** A page was stored under this key. */
  void stored(String key) {
    Minute minute = minute();
    long hash = hash(key);
    if (!isKnown(minute, hash)) {
      minute.added.incrementAndGet();
    }
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      minute.keys.accumulateAndGet(bit >>> 6, 1L << bit, (there, one) -> there | one);
    }
  }

  private boolean isKnown(Minute minute, long hash) {
    AtomicLongArray before = minute.before;
    return isIn(minute.keys, hash) || (before != null && isIn(before, hash));
  }

  private boolean isIn(AtomicLongArray keys, long hash) {
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      if ((keys.get(bit >>> 6) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Nobody outside knows which keys have the same: with theirs one would get past the limit. */
  private static long hash(String key) {
    long hash = SEED;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FACTOR;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private int bit(long hash, int number) {
    long step = Long.rotateLeft(hash, 32) | 1;
    long mixed = (hash + number * step) * 0xBF58476D1CE4E5B9L;
    return (int) (mixed >>> 32) & (bits - 1);
  }

  private Minute minute() {
    long now = ticker.read();
    while (true) {
      Minute there = current.get();
      if (there != null && now - there.began < MINUTE) {
        return there;
      }
      boolean follows = there != null && now - there.began < 2 * MINUTE;
      Minute next =
          new Minute(
              now,
              new AtomicLongArray(bits >>> 6),
              follows ? there.keys : null,
              new AtomicInteger());
      if (current.compareAndSet(there, next)) {
        return next;
      }
    }
  }
}
