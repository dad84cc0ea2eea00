package io.larder.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** The median of some measurements and the quartiles around it. */
public record Quartiles(double low, double median, double high) {

  /**
   * Returns those of these values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Quartiles of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values were measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** Interpolates between the two values next to that place. */
  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Returns them as {@code 0.93 (0.91 to 0.95)}. */
  public String format(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + " to " + number + ")", median, low, high);
  }
}
