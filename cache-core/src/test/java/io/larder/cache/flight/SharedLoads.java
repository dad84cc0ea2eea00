package io.larder.cache.flight;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Callers who read a source through one flight, in which the source's changes are known by a clock
 * that moves afterwards. Nothing is kept, so that whoever reads, reads what the source held at some
 * moment of the call; and whoever waits is told something.
 */
public class SharedLoads {

  /** What a call returns that led while another did. */
  private static final int SECOND_LEADER = -1;

  /** What a call returns that has waited in vain. */
  private static final int FORGOTTEN = -2;

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final SingleFlight<Integer> flights;
  private final Duration patience;
  private final AtomicInteger source = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger leaders = new AtomicInteger();

  public SharedLoads() {
    this(new SingleFlight<>(1_000), true);
  }

  /**
   * Creates it over a flight.
   *
   * @param sound whether the flight is expected to tell every waiter, so that it may take its time
   */
  SharedLoads(SingleFlight<Integer> flights, boolean sound) {
    this.flights = flights;
    this.patience = sound ? LONG : SHORT;
  }

  @Operation
  public int load() throws InterruptedException {
    while (true) {
      Turn<Integer> turn = flights.join("k", stamp());
      if (turn instanceof Leader<Integer> leader) {
        return lead(leader);
      }
      Outcome<Integer> outcome = ((Waiter<Integer>) turn).await(patience);
      if (outcome instanceof Outcome.Landed<Integer> landed) {
        return landed.value();
      } else if (outcome instanceof Outcome.Promoted<Integer> promoted) {
        return lead(promoted.leader());
      } else if (outcome instanceof Outcome.TimedOut<Integer>) {
        return FORGOTTEN;
      }
    }
  }

  @Operation
  public void change() {
    source.incrementAndGet();
    clock.incrementAndGet();
  }

  /** Leaves without an outcome, whatever its part: another leads then, if anybody waits. */
  @Operation
  public void giveUp() {
    Turn<Integer> turn = flights.join("k", stamp());
    Thread.yield();
    if (turn instanceof Leader<Integer> leader) {
      leader.close();
    } else if (((Waiter<Integer>) turn).leave() instanceof Outcome.Promoted<Integer> promoted) {
      promoted.leader().close();
    }
  }

  /** Returns what a look-up says of the clock. */
  long stamp() {
    return clock.get();
  }

  private int lead(Leader<Integer> leader) {
    boolean second = leaders.incrementAndGet() > 1;
    try (leader) {
      leader.stamp(clock.get());
      int value = source.get();
      Thread.yield();
      leaders.decrementAndGet();
      leader.land(value);
      return second ? SECOND_LEADER : value;
    }
  }

  /** What one thread would see. */
  public static final class OneByOne {
    private int source;

    public int load() {
      return source;
    }

    public void change() {
      source++;
    }

    public void giveUp() {}
  }
}
