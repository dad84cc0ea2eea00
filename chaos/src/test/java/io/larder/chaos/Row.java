package io.larder.chaos;

import java.util.List;

/**
 * What came of one fault.
 *
 * @param control what requests took just before without a cache
 * @param before what they took then with it
 * @param opening what they took while the breaker may still have been closed
 * @param opened what they took from then until all was well again
 * @param after what they took afterwards
 * @param recoveredSeconds from the end of the fault, or its beginning if it heals by itself, until
 *     no application was without its store any more; NaN if that did not come about
 */
record Row(
    String fault,
    long requests,
    long failed,
    Times control,
    Times before,
    Times opening,
    Times opened,
    Times after,
    long originCalls,
    List<History.Violation> stale,
    double recoveredSeconds) {

  /** Percentiles in milliseconds. */
  record Times(double p50, double p99) {

    /** Returns those of some samples; NaN if there are none. */
    static Times of(List<Sample> samples) {
      double[] sorted = samples.stream().mapToDouble(it -> it.took() / 1e6).sorted().toArray();
      return new Times(percentile(0.5, sorted), percentile(0.99, sorted));
    }

    private static double percentile(double share, double[] sorted) {
      return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    @Override
    public String toString() {
      return Double.isNaN(p50) ? "–" : "%.1f / %.1f".formatted(p50, p99);
    }
  }

  static final String HEAD =
      "| fault | requests | failed | before, p50 / p99 ms | until open | once open | after |"
          + " uncached | origin calls | stale | recovered after |\n"
          + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

  @Override
  public String toString() {
    return "| %s | %d | %d | %s | %s | %s | %s | %s | %d | %d | %.1f s |"
        .formatted(
            fault,
            requests,
            failed,
            before,
            opening,
            opened,
            after,
            control,
            originCalls,
            stale.size(),
            recoveredSeconds);
  }
}
