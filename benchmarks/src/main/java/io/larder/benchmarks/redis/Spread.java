package io.larder.benchmarks.redis;

import io.larder.benchmarks.Quartiles;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The median of some measurements, and the least and the greatest of them. */
record Spread(double least, double median, double most) {

  static Spread of(List<Double> values) {
    return new Spread(
        Collections.min(values), Quartiles.of(values).median(), Collections.max(values));
  }

  /** Returns it as {@code 0.93 (0.91 to 0.95)}. */
  String format() {
    return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, least, most);
  }
}
