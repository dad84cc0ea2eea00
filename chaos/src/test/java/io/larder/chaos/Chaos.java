package io.larder.chaos;

import io.larder.cache.Durations;
import io.larder.redis.RedisDefaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A run over one topology: applications, load, and one fault after the other. It prints a row for
 * each, and keeps what is wrong with it.
 *
 * @param scheme makes the store's URI from that of Redis
 * @param bound for how long a node may serve copies of what another one has ended
 * @param kind what is told with the name of the topology
 * @param replicas how many replicas are to have an invalidation before it counts as applied
 * @param phaseMillis see {@link Campaign}
 */
record Chaos(
    Limits limits,
    UnaryOperator<String> scheme,
    Duration bound,
    String kind,
    int replicas,
    long phaseMillis) {

  private static final int APPLICATIONS = 4;
  private static final double ENDINGS_PER_SECOND = 20;
  private static final Duration TASTE = Duration.ofSeconds(2);

  /** Over Redis alone, which allows nothing stale at all. */
  static Chaos overRedis(Limits limits, long phaseMillis) {
    return new Chaos(limits, uri -> uri, Duration.ZERO, "", 0, phaseMillis);
  }

  /** The same, where an invalidation waits for so many replicas. */
  Chaos waitingFor(int number) {
    return new Chaos(limits, scheme, bound, kind, number, phaseMillis);
  }

  /** With copies in the memory of each application, as they are unless a URI says otherwise. */
  static Chaos withCopies(Limits limits, long phaseMillis) {
    String bound = Objects.requireNonNull(RedisDefaults.options().get("stalenessBound"));
    return new Chaos(
        limits,
        uri -> Application.COPIES + uri,
        Durations.parsePositive("stalenessBound", bound),
        " with copies",
        0,
        phaseMillis);
  }

  /**
   * Runs it; returns what is wrong, a sentence each.
   *
   * @param time whether there is time for more than each fault once
   */
  List<String> run(Topology topology, Function<Faults, List<Fault>> choice, BooleanSupplier time) {
    List<String> wrong = new ArrayList<>();
    try (Site site = topology.start();
        Fleet fleet = Fleet.start(uris(site), folder(topology), false, bound)) {
      String name = site.name() + kind + ", " + mode();
      double rate = Capacity.fifth(fleet, TASTE);
      System.out.printf(
          "%nOn %s, %.0f requests and %.0f endings a second, deadline %d ms:%n%n%s%n",
          name, rate, ENDINGS_PER_SECOND, limits.deadline().toMillis(), Row.HEAD);
      try (Load load = Load.start(fleet, rate, ENDINGS_PER_SECOND)) {
        Campaign campaign = new Campaign(fleet, load, site, limits, phaseMillis);
        Schedule schedule = new Schedule(choice.apply(new Faults(site, fleet)), time);
        Map<Fault, List<String>> slow = new LinkedHashMap<>();
        for (Fault fault = schedule.next().orElse(null);
            fault != null;
            fault = schedule.next().orElse(null)) {
          Row row = campaign.row(fault);
          System.out.println(row);
          row.stale().stream().limit(5).forEach(System.out::println);
          String where = name + ", " + fault.name() + ": ";
          limits.judge(row).forEach(it -> wrong.add(where + it));
          slow.put(fault, limits.judgeTimes(row).stream().map(where::concat).toList());
          schedule.happened(fault, !limits.judgeTimes(row).isEmpty());
        }
        slow.keySet().removeIf(it -> !schedule.isSlow(it));
        slow.values().forEach(wrong::addAll);
      }
      wrong.addAll(fleet.wire().complaints());
      System.out.println("\nSeen: " + fleet.history().sizes());
    }
    return wrong;
  }

  private String mode() {
    return "invalidationReplicas=" + replicas;
  }

  private List<String> uris(Site site) {
    return Collections.nCopies(APPLICATIONS, scheme.apply(site.uri()) + "?" + mode());
  }

  private Path folder(Topology topology) {
    return Path.of(System.getProperty("chaos.folder", "target/chaos"))
        .resolve(
            (topology.name() + kind + " " + replicas).toLowerCase(Locale.ROOT).replace(' ', '_'));
  }
}
