package io.larder.cache.freshness;

import java.math.BigDecimal;
import java.util.function.DoubleSupplier;

/**
 * Has a value computed anew before it ends, by one of those who ask for it, chosen at random: the
 * sooner the more expensive the value is and the more ask, so that hardly anybody meets its end.
 * Immutable.
 *
 * <p>It is XFetch of Vattani, Chierichetti and Lowenstein, Optimal Probabilistic Cache Stampede
 * Prevention (VLDB 2015): who asks computes if {@code cost * beta * -ln(random)} reaches what is
 * left of the lifetime.
 *
 * @param beta above 1 computes sooner, below 1 later; with 0 never
 */
public record EarlyRefresh(double beta) {
  /** The largest that {@link #beta} may be. */
  public static final double MAX_BETA = 100;

  /** No draw reaches further: {@code -ln} of the smallest distance of a random double from 1. */
  private static final double FARTHEST = 53 * Math.log(2);

  /**
   * Refuses what means nothing.
   *
   * @throws IllegalArgumentException if {@code beta} is no number from 0 to {@link #MAX_BETA}
   */
  public EarlyRefresh {
    if (!(beta >= 0 && beta <= MAX_BETA)) {
      throw new IllegalArgumentException(
          "earlyRefresh is " + beta + ": it must be between 0 and " + (int) MAX_BETA);
    }
  }

  /**
   * Reads a factor such as {@code 1} or {@code 0.5}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static EarlyRefresh parse(String text) {
    if (!text.matches("[0-9]{1,3}([.][0-9]{1,3})?")) {
      throw new IllegalArgumentException(
          "earlyRefresh '" + text + "' is no factor: write it as in earlyRefresh=1");
    }
    return new EarlyRefresh(Double.parseDouble(text));
  }

  /** Whether it has anything computed early. */
  public boolean isOn() {
    return beta > 0;
  }

  /**
   * Whether whoever asks now computes the value anew. Draws once if that is possible at all, else
   * never.
   *
   * @param leftNanos how long the value is fresh from now on, in nanoseconds
   * @param costNanos how long it took to compute it, in nanoseconds; with 0 it is never early
   * @param random draws uniformly from 0 to below 1
   */
  public boolean isDue(long leftNanos, long costNanos, DoubleSupplier random) {
    return mayBeDue(leftNanos, costNanos)
        && leftNanos <= beta * costNanos * -Math.log1p(-random.getAsDouble());
  }

  /**
   * Whether there is a draw by which it is due; the arguments are those of {@link #isDue}. For a
   * value that is far from its end nobody has to draw.
   */
  public boolean mayBeDue(long leftNanos, long costNanos) {
    double reach = beta * costNanos;
    return leftNanos <= reach * FARTHEST && reach > 0;
  }

  /** Returns the factor as {@link #parse} reads it. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(beta).stripTrailingZeros().toPlainString();
  }
}
