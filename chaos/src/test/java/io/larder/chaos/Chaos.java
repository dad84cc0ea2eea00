package io.larder.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A run over one topology: applications, load, and one fault after the other. It prints a row for
 * each, and keeps what is wrong with it.
 *
 * @param scheme makes the store's URI from that of Redis
 * @param bound for how long a node may serve what another one has ended
 * @param phaseMillis see {@link Campaign}
 */
record Chaos(Limits limits, Function<String, String> scheme, Duration bound, long phaseMillis) {

  private static final int APPLICATIONS = 4;
  private static final double ENDINGS_PER_SECOND = 20;
  private static final Duration TASTE = Duration.ofSeconds(1);

  /** Over Redis alone, which allows nothing stale at all. */
  static Chaos overRedis(Limits limits, long phaseMillis) {
    return new Chaos(limits, uri -> uri, Duration.ZERO, phaseMillis);
  }

  /** Which faults happen: some of those that there are, in order, again and again until enough. */
  interface Plan {
    /** Returns whether another row may begin. */
    boolean goesOn(int rowsDone);
  }

  /** Runs it; returns what is wrong, a sentence each. */
  List<String> run(Topology topology, Function<Faults, List<Fault>> choice, Plan plan) {
    List<String> wrong = new ArrayList<>();
    Path folder =
        Path.of(System.getProperty("chaos.folder", "target/chaos"))
            .resolve(topology.name().toLowerCase(Locale.ROOT));
    try (Site site = topology.start();
        Fleet fleet = Fleet.start(APPLICATIONS, folder, scheme.apply(site.uri()), false, bound)) {
      double rate = Capacity.fifth(fleet, TASTE);
      System.out.printf(
          "%n%s, %d applications, %.0f requests and %.0f endings a second, deadline %d ms%n%n%s%n",
          site.name(),
          fleet.size(),
          rate,
          ENDINGS_PER_SECOND,
          limits.deadline().toMillis(),
          Row.HEAD);
      try (Load load = Load.start(fleet, rate, ENDINGS_PER_SECOND)) {
        Campaign campaign = new Campaign(fleet, load, site, limits, phaseMillis);
        List<Fault> faults = choice.apply(new Faults(site, fleet));
        for (int i = 0; i < faults.size() || plan.goesOn(i); i++) {
          Fault fault = faults.get(i % faults.size());
          List<String> found = one(campaign, fault);
          found.forEach(it -> wrong.add(site.name() + ", " + fault.name() + ": " + it));
        }
      }
      wrong.addAll(fleet.complaints());
      System.out.println("\nSeen: " + fleet.history().sizes());
    }
    return wrong;
  }

  /**
   * Lets a fault happen; if only something takes too long, once more: the machine is not ours
   * alone. Returns what is wrong.
   */
  private List<String> one(Campaign campaign, Fault fault) {
    Row row = campaign.row(fault);
    System.out.println(row);
    List<String> wrong = new ArrayList<>(limits.judge(row));
    if (wrong.isEmpty() && !limits.judgeTimes(row).isEmpty()) {
      row = campaign.row(fault);
      System.out.println(row);
      wrong.addAll(limits.judge(row));
      wrong.addAll(limits.judgeTimes(row));
    }
    return wrong;
  }
}
