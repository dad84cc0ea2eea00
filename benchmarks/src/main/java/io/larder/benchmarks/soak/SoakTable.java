package io.larder.benchmarks.soak;

import io.larder.benchmarks.Quartiles;
import io.larder.benchmarks.soak.Hot.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, and how it is printed. */
final class SoakTable {

  private final List<Slice> alone = new ArrayList<>();
  private final List<Slice> attacked = new ArrayList<>();
  private final List<String> stats = new ArrayList<>();

  /** Adds a slice, with what the hostile clients and the server's counters told at its end. */
  void add(boolean wasAttacked, Slice slice, Map<String, String> attacks, Map<String, String> all) {
    (wasAttacked ? attacked : alone).add(slice);
    stats.add((wasAttacked ? "attacked: " : "alone: ") + all.get("stats"));
    System.err.printf(
        Locale.ROOT,
        "slice %d %s: p99 of hits %.2f ms%s%n",
        stats.size(),
        wasAttacked ? "attacked" : "alone",
        slice.of(Kind.HIT).millis(0.99),
        wasAttacked ? ", " + attacks.get("attacks") + " attacks so far" : "");
  }

  /** Returns those of all slices of a half together. */
  Slice latencies(boolean ofAttacked) {
    Slice sum = new Slice();
    (ofAttacked ? attacked : alone).forEach(sum::addAll);
    return sum;
  }

  void print(Gauged idle, Gauged warm, Gauged end, Gauged cleared, Map<String, String> attacks) {
    stats.forEach(System.out::println);
    end.all().forEach(SoakTable::warning);
    System.out.println("hostile answers by status: " + attacks.get("statuses"));
    System.out.printf(
        Locale.ROOT,
        "%nattacks %s, of %s requests%n"
            + "threads %d after the warm-up, %d at the end, %d at most; %.1f MB of direct buffers%n"
            + "store %.1f MB in %d entries%n"
            + "heap after a collection: %.1f MB at first, %.1f MB warm, %.1f MB at the end, "
            + "%.1f MB without pages%n%n",
        attacks.get("attacks"),
        attacks.get("requests"),
        warm.get("threads"),
        end.get("threads"),
        end.get("peakThreads"),
        end.megabytes("direct"),
        end.megabytes("stored"),
        end.get("entries"),
        idle.megabytes("heap"),
        warm.megabytes("heap"),
        end.megabytes("heap"),
        cleared.megabytes("heap"));
    System.out.println("| ordinary | with attacks | number | no hits | p50 | p99 | p99.9 | max |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Kind kind : Kind.values()) {
      row(kind, "no", latencies(false));
      row(kind, "yes", latencies(true));
    }
    System.out.printf(
        Locale.ROOT,
        "%nratio of p99 of hits: %.2f, of pairs of slices %s; to reach: at most 2%n",
        p99(latencies(true)) / p99(latencies(false)),
        ofPairs().format(2));
  }

  private static void warning(String name, String value) {
    if (name.startsWith("warning ")) {
      System.out.println("server's " + name + ", times " + value);
    }
  }

  private Quartiles ofPairs() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(alone.size(), attacked.size()); i++) {
      ratios.add(p99(attacked.get(i)) / p99(alone.get(i)));
    }
    return Quartiles.of(ratios);
  }

  private static double p99(Slice slice) {
    return slice.of(Kind.HIT).millis(0.99);
  }

  private static void row(Kind kind, String with, Slice slice) {
    Latencies of = slice.of(kind);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %,d | %s | %.2f ms | %.2f ms | %.2f ms | %.1f ms |%n",
        kind.name().toLowerCase(Locale.ROOT),
        with,
        of.count(),
        kind == Kind.HIT ? slice.notStored() : "",
        of.millis(0.5),
        of.millis(0.99),
        of.millis(0.999),
        of.maxMillis());
  }
}
