package io.larder.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast a server answers: of its last answers half may be slow, and no more.
 *
 * <p>A failure needs no such window, since each that concerns everybody opens the {@link Breaker}
 * at once. That is also what tries the server then, so of the circuit breaker here no more is used
 * than its window and its thresholds. Thread-safe.
 */
final class Pace {

  /** Of servers that nobody waits for, or whose pace does not matter. */
  static final Pace ANY = new Pace();

  /** The last answers that count. */
  private static final int WINDOW = 50;

  /** Before so many answers nothing is said. */
  static final int LEAST = 10;

  private static final float MOST_SLOW_PERCENT = 50;

  private final @Nullable CircuitBreaker window;
  private final long slowNanos;

  private Pace() {
    this.window = null;
    this.slowNanos = Long.MAX_VALUE;
  }

  /**
   * Creates it; nothing was answered yet.
   *
   * @param deadline how long an operation may take, of which an answer may take half
   */
  Pace(Deadline deadline) {
    this.slowNanos = deadline.slowNanos();
    this.window =
        CircuitBreaker.of(
            "larder-redis",
            CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST, SlidingWindowType.COUNT_BASED)
                .slowCallDurationThreshold(Duration.ofNanos(slowNanos))
                .slowCallRateThreshold(MOST_SLOW_PERCENT)
                .build());
  }

  /**
   * Notes how long an answer took.
   *
   * @throws SlowServer if too many of the last were slow; they are forgotten then
   */
  void answered(long nanos) {
    CircuitBreaker answers = window;
    if (answers != null) {
      answers.onSuccess(nanos, TimeUnit.NANOSECONDS);
      if (answers.getState() != CircuitBreaker.State.CLOSED) {
        answers.reset();
        throw new SlowServer(slowNanos);
      }
    }
  }

  /** Forgets the last answers: it was found to be well. */
  void reset() {
    CircuitBreaker answers = window;
    if (answers != null) {
      answers.reset();
    }
  }
}
