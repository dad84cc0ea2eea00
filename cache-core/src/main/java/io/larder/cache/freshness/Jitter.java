package io.larder.cache.freshness;

import java.time.Duration;

/**
 * Shortens lifetimes at random, so that what was stored together does not end together. It never
 * lengthens one. Immutable.
 *
 * @param percent the most that is taken away, of a hundred
 */
public record Jitter(int percent) {
  /** The most that may be taken away, of a hundred. */
  public static final int MAX_PERCENT = 90;

  /**
   * Refuses what would leave nothing.
   *
   * @throws IllegalArgumentException if {@code percent} is negative or above {@link #MAX_PERCENT}
   */
  public Jitter {
    if (percent < 0 || percent > MAX_PERCENT) {
      throw new IllegalArgumentException(
          "jitter is " + percent + "%: it must be between 0% and " + MAX_PERCENT + "%");
    }
  }

  /**
   * Reads {@code 10%}.
   *
   * @throws IllegalArgumentException if the text is no whole percentage, or it means nothing
   */
  public static Jitter parse(String text) {
    if (!text.matches("[0-9]{1,3}%")) {
      throw new IllegalArgumentException(
          "jitter '" + text + "' is no share: write it as in jitter=10%");
    }
    return new Jitter(Integer.parseInt(text.substring(0, text.length() - 1)));
  }

  /** Whether it takes anything away. */
  public boolean isOn() {
    return percent > 0;
  }

  /**
   * Returns what is left of a lifetime, at least a nanosecond of a positive one.
   *
   * @param lifetime not negative, and at most a year
   * @param random drawn uniformly from 0 to below 1
   */
  public Duration shorten(Duration lifetime, double random) {
    long nanos = lifetime.toNanos();
    long taken = (long) (nanos * (percent / 100.0) * random);
    return Duration.ofNanos(nanos - Math.max(0, Math.min(taken, nanos - 1)));
  }
}
