package io.larder.cache.flight;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A caller that waits for another's load, either with its thread or without one.
 *
 * @param <T> the type of the flight's value
 */
public final class Waiter<T> implements Turn<T> {

  private final SingleFlight.Flight<T> flight;
  private final long stamp;
  private final CompletableFuture<Outcome<T>> told = new CompletableFuture<>();

  Waiter(SingleFlight.Flight<T> flight, long stamp) {
    this.flight = flight;
    this.stamp = stamp;
  }

  /**
   * Waits with this thread.
   *
   * @param timeout after which the answer is {@link Outcome.TimedOut}
   * @throws InterruptedException at once when the thread is interrupted; the waiter has left then,
   *     and passes the lead on if it was just handed to it
   */
  public Outcome<T> await(Duration timeout) throws InterruptedException {
    try {
      return told.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return leave();
    } catch (InterruptedException e) {
      if (leave() instanceof Outcome.Promoted<T> promoted) {
        promoted.leader().close();
      }
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flight tells its waiters outcomes only", e);
    }
  }

  /**
   * Waits without a thread: calls back once, from the thread that ends the flight or, if that has
   * happened already, from this one. {@link #leave()} ends the wait early. The callback must not
   * throw: nobody is there to catch it.
   */
  public void whenTold(Consumer<Outcome<T>> callback) {
    CompletableFuture<Void> unused = told.thenAccept(callback);
  }

  /**
   * Ends the wait.
   *
   * @return {@link Outcome.TimedOut}, or what the waiter was told before; a lead that was handed to
   *     it is its own to end
   */
  public Outcome<T> leave() {
    flight.remove(this);
    told.complete(new Outcome.TimedOut<>());
    return told.join();
  }

  long stamp() {
    return stamp;
  }

  /** Tells the outcome; false if the waiter has left, or knows one already. */
  boolean tell(Outcome<T> outcome) {
    return told.complete(outcome);
  }
}
