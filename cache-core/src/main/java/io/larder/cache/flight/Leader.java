package io.larder.cache.flight;

import java.time.Duration;

/**
 * The caller that computes the value for all. It says how that went by exactly one of {@link
 * #land}, {@link #fail}, {@link #release} and {@link #lookAgain}; {@link #close()} without any of
 * them hands the lead to one of the waiters, so a leader always stands in a try-with-resources
 * statement or ends in another thread that closes it.
 *
 * <p>Thread-safe; what comes after the first outcome is ignored.
 *
 * @param <T> the type of the flight's value
 */
public final class Leader<T> implements Turn<T>, AutoCloseable {

  private final SingleFlight.Flight<T> flight;

  Leader(SingleFlight.Flight<T> flight) {
    this.flight = flight;
  }

  /**
   * Says when on the logical clock the load begins: the stamp of its claim. A value without a stamp
   * is handed to nobody.
   */
  public void stamp(long stamp) {
    flight.stamp(this, stamp);
  }

  /**
   * Says when the load begins, by a clock that only goes forward: for callers who take no value
   * that is older than some time, see {@link SingleFlight#join(String, long, Long)}.
   */
  public void began(long reading) {
    flight.began(this, reading);
  }

  /**
   * Says that this leader may be lost without a word: whoever comes after that time begins a flight
   * of its own, and those who wait by then are let go.
   */
  public void within(Duration time) {
    flight.due(System.nanoTime() + time.toNanos());
  }

  /** Takes {@link #within} back: this leader has not been lost. */
  public void stays() {
    flight.due(null);
  }

  /**
   * Says that the load goes on without the thread of this leader, as an asynchronous handler's
   * does: it may need a thread to end, which waiters must not all take from it.
   */
  public void detach() {
    flight.detach(this);
  }

  /** Whether somebody waits for this load at this moment. */
  public boolean isAwaited() {
    return flight.isAwaited(this);
  }

  /** Hands the value to every waiter whose look-up is not younger than the stamp. */
  public void land(T value) {
    flight.end(this, new Outcome.Landed<>(value));
  }

  /** Hands the failure to every waiter present, once each; the next caller starts anew. */
  public void fail(Throwable failure) {
    flight.end(this, new Outcome.Failed<>(failure));
  }

  /** Lets every waiter go on by itself: what was computed is not to be shared. */
  public void release() {
    flight.end(this, new Outcome.Released<>());
  }

  /** Has every waiter look up again: what is there by now is for each to judge. */
  public void lookAgain() {
    flight.end(this, new Outcome.Outrun<>());
  }

  /** Hands the lead to one waiter, if there was no outcome; harmless otherwise. */
  @Override
  public void close() {
    flight.handOver(this);
  }
}
