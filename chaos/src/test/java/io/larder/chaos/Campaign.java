package io.larder.chaos;

import io.larder.chaos.Row.Phase;
import io.larder.chaos.Sample.Lane;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Has one fault after the other happen under load, and says what came of each. For one thread. */
final class Campaign {

  /** Servers that were killed have to find each other again, on a machine that may be busy. */
  private static final long PATIENCE_NANOS = 45_000_000_000L;

  /** No application has been without its store for so long: then all have recovered. */
  private static final long WELL_NANOS = 1_500_000_000L;

  private static final long STEP_NANOS = 20_000_000L;

  private final Fleet fleet;
  private final Load load;
  private final Site site;
  private final Limits limits;
  private final long phase;
  private long lastEnd = System.nanoTime();
  private int lastFailures;

  /**
   * Creates one.
   *
   * @param phaseMillis how long it is looked at what is usual, before a fault and after
   */
  Campaign(Fleet fleet, Load load, Site site, Limits limits, long phaseMillis) {
    this.fleet = fleet;
    this.load = load;
    this.site = site;
    this.limits = limits;
    this.phase = phaseMillis * 1_000_000;
  }

  /** Lets a fault happen, and returns when all is well again, or will not be. */
  Row row(Fault fault) {
    fault.prepare().run();
    pause(phase);
    long calls = fleet.originCalls();
    long before = System.nanoTime();
    pause(phase);
    if (fault.suspends() >= 0) {
      load.spare(fault.suspends());
      awaitAnswersBefore(System.nanoTime());
    }
    long begun = System.nanoTime();
    fault.begin().run();
    pause(fault.millis() * 1_000_000 - (System.nanoTime() - begun));
    fault.end().run();
    long ended = System.nanoTime();
    double recovered = recover(ended, fault.healing() ? begun : ended);
    load.spareNobody();
    long after = System.nanoTime();
    pause(phase);
    long end = System.nanoTime();
    calls = fleet.originCalls() - calls;
    awaitAnswersBefore(end);
    awaitAnswersBefore(System.nanoTime()); // of puts too whose values have been read by then
    fleet.collectLoads();
    List<Sample> samples = fleet.samples();
    long opened = Math.min(after, begun + limits.openNanos());
    long from = lastEnd;
    int failed = fleet.wire().failures() - lastFailures;
    lastEnd = end;
    lastFailures += failed;
    Row row =
        new Row(
            fault.name(),
            samples.stream().filter(it -> it.lane() != Lane.CONTROL && it.isDue(from, end)).count(),
            failed,
            Phase.of(samples, before, begun),
            Phase.of(samples, begun, opened),
            Phase.of(samples, opened, after),
            Phase.of(samples, after, end),
            calls,
            fleet.history().violations(from, end),
            recovered);
    fault.undo().run();
    site.repair();
    return row;
  }

  /** Waits until all is well; returns after how many seconds it was, or NaN. */
  private double recover(long ended, long since) {
    boolean well =
        await(
            () -> {
              long ill = Math.max(ended, fleet.lastUnavailable());
              return System.nanoTime() - ill > WELL_NANOS && fleet.haveAllServedSince(ill);
            });
    return well ? Math.max(0, fleet.lastUnavailable() - since) / 1e9 : Double.NaN;
  }

  private void awaitAnswersBefore(long nanos) {
    await(() -> fleet.wire().hasAnsweredAllBefore(nanos));
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    return true;
  }

  /** Lets the load run for a while, which is what is measured. */
  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
