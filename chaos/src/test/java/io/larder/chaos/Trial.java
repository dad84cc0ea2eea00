package io.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.chaos.Items.Kind;
import io.larder.chaos.Sample.Lane;
import io.larder.redis.testing.ChaosProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Two applications over one Redis whose stores are given one flaw after the other, and what they
 * are asked step by step. For one thread at a time.
 */
final class Trial implements AutoCloseable {

  /** The application that always has its way to Redis. */
  static final int HERE = 0;

  /** The application that has one of its own. */
  static final int THERE = 1;

  /** So many requests have met each flaw, mostly within half of them. */
  private static final int ENOUGH = 600;

  /** More than anything takes, on a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Where nothing is to fail, nothing does since the machine is busy. */
  private static final String PATIENT = "?timeout=5s&connectTimeout=5s&poolWait=5s&deadline=10s";

  private final Site site = new OneServer();
  private final ChaosProxy wayThere = wayTo(site);
  private final Fleet fleet;
  private int lastItem;
  private volatile Flaw flaw = Flaw.NONE;
  private volatile long begun;

  /**
   * Starts them.
   *
   * @param scheme what a URI begins with, before that of Redis
   * @param bound for how long an application may serve copies of what the other one has ended
   */
  Trial(Path folder, String scheme, Duration bound) {
    List<String> stores =
        List.of(
            scheme + site.uri() + PATIENT,
            scheme + "redis://127.0.0.1:" + wayThere.port() + "/0" + PATIENT);
    fleet = Fleet.start(stores, folder, true, bound);
  }

  private static ChaosProxy wayTo(Site site) {
    ChaosProxy shared = site.proxies().get(0);
    return ChaosProxy.to(shared.host(), shared.port());
  }

  static ConditionFactory await() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10));
  }

  /** Has all begin anew, with this flaw: what another one has left is gone, copies too. */
  void begin(Flaw next) {
    fleet.flaw(Flaw.NONE);
    site.command("FLUSHALL");
    end(HERE, Ending.CLEAR_ALL, lastItem);
    end(THERE, Ending.CLEAR_ALL, lastItem);
    site.command("SET", Site.FLAW, next.name());
    fleet.flaw(next);
    flaw = next;
    begun = System.nanoTime();
  }

  Flaw flaw() {
    return flaw;
  }

  Site site() {
    return site;
  }

  Fleet fleet() {
    return fleet;
  }

  /** The way of {@link #THERE} to Redis. */
  ChaosProxy wayThere() {
    return wayThere;
  }

  /** Returns an item that nobody has asked for yet, but for very many trials. */
  int another(Kind kind) {
    do {
      lastItem = (lastItem + 1) % Items.COUNT;
    } while (Items.kind(lastItem) != kind);
    return lastItem;
  }

  CompletableFuture<Sample> ask(int node, int item) {
    return fleet.ask(node, Lane.CACHED, item, System.nanoTime());
  }

  /** Asks for an item until it comes from there. */
  void awaitServed(int node, int item, Source source) {
    await().until(() -> ask(node, item).join().source() == source);
  }

  void end(int node, Ending what, int item) {
    fleet.end(node, what, item).join();
  }

  /** Returns the reads since {@link #begin} that must never have happened. */
  List<History.Violation> violations() {
    long now = System.nanoTime();
    awaitAnswersBefore(now);
    awaitAnswersBefore(System.nanoTime()); // of puts too whose values have been read by then
    fleet.collectLoads();
    return fleet.history().violations(begun, now);
  }

  /**
   * Has both without a flaw asked at random for a while: there is to be no violation, and something
   * to be served from there.
   */
  void assertSound(double requestsPerSecond, double endingsPerSecond, Source source) {
    begin(Flaw.NONE);
    int before = fleet.samples().size();
    try (Load load = Load.start(fleet, requestsPerSecond, endingsPerSecond)) {
      load.spareNobody();
      await().until(() -> fleet.samples().size() > before + ENOUGH);
    }
    assertThat(violations()).isEmpty();
    List<Sample> samples = fleet.samples();
    assertThat(samples.subList(before, samples.size())).extracting(Sample::source).contains(source);
  }

  /**
   * Has the same done without a flaw, which is to be no violation, and with one, which is to be
   * one.
   *
   * @param steps end with something that is served from the store, or from a copy, flaw or not
   */
  void assertNoticed(Flaw which, Runnable steps) {
    assertNoticed(Flaw.NONE, which, steps);
  }

  /** The same, where another flaw alone does no harm. */
  void assertNoticed(Flaw harmless, Flaw which, Runnable steps) {
    begin(harmless);
    steps.run();
    assertThat(violations()).isEmpty();
    begin(which);
    await()
        .until(
            () -> {
              steps.run();
              return !violations().isEmpty();
            });
  }

  private void awaitAnswersBefore(long nanos) {
    await().until(() -> fleet.wire().hasAnsweredAllBefore(nanos));
  }

  @Override
  public void close() {
    fleet.close();
    wayThere.close();
    site.close();
  }
}
