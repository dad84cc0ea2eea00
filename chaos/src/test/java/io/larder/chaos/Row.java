package io.larder.chaos;

import io.larder.chaos.Sample.Lane;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of one fault.
 *
 * @param before what was usual just before it
 * @param opening what was while the breaker may still have been closed
 * @param opened what was from then until all was well again
 * @param after what was afterwards
 * @param recoveredSeconds from the end of the fault, or its beginning if it heals by itself, until
 *     no application was without its store any more; NaN if that did not come about
 */
record Row(
    String fault,
    long requests,
    long failed,
    Phase before,
    Phase opening,
    Phase opened,
    Phase after,
    long originCalls,
    List<History.Violation> stale,
    double recoveredSeconds) {

  /**
   * How long requests took in a part of the time.
   *
   * @param control what the same requests took of the application without a cache
   */
  record Phase(Times cached, Times control) {

    static Phase of(List<Sample> samples, long from, long to) {
      return new Phase(
          Times.of(samples, Lane.CACHED, from, to), Times.of(samples, Lane.CONTROL, from, to));
    }
  }

  /** Percentiles in milliseconds; NaN if there was no request. */
  record Times(double p50, double p99) {

    private static Times of(List<Sample> samples, Lane lane, long from, long to) {
      double[] sorted =
          samples.stream()
              .filter(it -> it.lane() == lane && it.isDue(from, to))
              .mapToDouble(it -> it.took() / 1e6)
              .sorted()
              .toArray();
      return new Times(percentile(0.5, sorted), percentile(0.99, sorted));
    }

    private static double percentile(double share, double[] sorted) {
      return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    @Override
    public String toString() {
      return "%.1f / %.1f".formatted(p50, p99);
    }
  }

  static final String HEAD =
      "| fault | requests | failed | before | until open | once open | after | p99 uncached |"
          + " origin calls | stale | recovered |\n"
          + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

  @Override
  public String toString() {
    String uncached =
        Stream.of(before, opening, opened, after)
            .map(it -> "%.0f".formatted(it.control().p99()))
            .collect(Collectors.joining(", "));
    return "| %s | %d | %d | %s | %s | %s | %s | %s | %d | %d | %.1f s |"
        .formatted(
            fault,
            requests,
            failed,
            before.cached(),
            opening.cached(),
            opened.cached(),
            after.cached(),
            uncached,
            originCalls,
            stale.size(),
            recoveredSeconds);
  }
}
