package io.larder.testkit;

import io.larder.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that only moves when it is told to: a {@link Ticker} for a Larder and, by the same movement,
 * an {@link InstantSource} for whatever asks for the time of day.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * Larder larder = Larder.builder().ticker(clock).build();
 * clock.advance(Duration.ofSeconds(31)); // what had a ttl of 30 s is over
 * }</pre>
 *
 * <p>A store on Redis has its entries ended by the server, by the server's own time. Thread-safe.
 */
public final class ManualClock implements Ticker, InstantSource {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Instant start;
  private final AtomicLong nanos = new AtomicLong();

  /** Creates a clock that stands at the beginning of 2026, UTC. */
  public ManualClock() {
    this(START);
  }

  /** Creates a clock that stands at that time of day. */
  public ManualClock(Instant start) {
    this.start = start;
  }

  /**
   * Lets that much time pass.
   *
   * @throws IllegalArgumentException if it is negative, or would take the clock more than 292 years
   *     beyond its start
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "the clock was told to advance by " + time + ": time does not go back, make a new clock");
    }
    try {
      nanos.accumulateAndGet(time.toNanos(), Math::addExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the clock was told to advance by " + time + ": it reaches 292 years from its start", e);
    }
  }

  /** Returns the nanoseconds that have passed since this clock was made. */
  @Override
  public long read() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(read());
  }

  @Override
  public String toString() {
    return "ManualClock[" + instant() + "]";
  }
}
