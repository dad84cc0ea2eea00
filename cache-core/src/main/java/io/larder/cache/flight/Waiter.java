package io.larder.cache.flight;

import java.lang.System.Logger.Level;
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

  private static final System.Logger LOG = System.getLogger(Waiter.class.getName());

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
   * happened already, from this one. So the callback is short, and hands longer work to a thread of
   * its own. {@link #leave()} ends the wait early. A callback that throws is logged, and passes on
   * a lead that was handed to it.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends normally, whatever the callback does
  public void whenTold(Consumer<Outcome<T>> callback) {
    told.thenAccept(outcome -> call(callback, outcome));
  }

  /**
   * Calls back when the load goes on without its leader's thread, see {@link Leader#detach}: from
   * the thread that says so or, if that has happened already, from this one. Maybe never.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends normally
  public void whenDetached(Runnable callback) {
    flight.detached().thenRun(callback);
  }

  private static <T> void call(Consumer<Outcome<T>> callback, Outcome<T> outcome) {
    boolean taken = false;
    try {
      callback.accept(outcome);
      taken = true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a waiter's callback threw", e);
    } finally {
      if (!taken && outcome instanceof Outcome.Promoted<T> promoted) {
        promoted.leader().close();
      }
    }
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

  /** Returns whether a load that began at that stamp is young enough for this waiter. */
  boolean accepts(long loadedAsOf) {
    return loadedAsOf != SingleFlight.Flight.UNSTAMPED && loadedAsOf >= stamp;
  }

  /** Tells the outcome; false if the waiter has left, or knows one already. */
  boolean tell(Outcome<T> outcome) {
    return told.complete(outcome);
  }
}
