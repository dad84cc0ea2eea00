package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheWaitException;
import io.larder.cache.LoadCycleException;
import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The waiting of one call for loads of one key. Whoever would wait for itself is told so, whoever
 * is interrupted leaves at once, and a load that all have left is interrupted where that is wanted.
 */
final class Waiting<V> {

  private final Engine<V> engine;
  private final Timing timing;
  private final Place place;
  private final Patience patience;

  Waiting(Engine<V> engine, Timing timing, Place place, Patience patience) {
    this.engine = engine;
    this.timing = timing;
    this.place = place;
    this.patience = patience;
  }

  /** Refuses what would wait for itself. */
  void checkCycle() {
    try {
      LoadStack.check(place);
    } catch (LoadCycleException e) {
      throw told(e);
    }
  }

  /** Waits for another's load. */
  Outcome<Landed<V>> forAnother(Waiter<Landed<V>> waiter, @Nullable CacheEntry<V> stale) {
    LoadStack stack = LoadStack.current();
    boolean told = false;
    try {
      if (stack != null) {
        stack.waitsFor(place, null);
      }
      Outcome<Landed<V>> outcome = waiter.await(Duration.ofNanos(patience.forAnother(stale)));
      told = true;
      return outcome;
    } catch (LoadCycleException e) {
      throw told(e);
    } catch (InterruptedException e) {
      told = true; // it has left
      throw interrupted();
    } finally {
      if (stack != null) {
        stack.waitsNoMore();
      }
      if (!told && waiter.leave() instanceof Outcome.Promoted<Landed<V>> promoted) {
        promoted.leader().close();
      }
      interruptIfAbandoned(engine.loadOf(place.key()));
    }
  }

  /**
   * Waits for this caller's own load on another thread; false: it takes too long.
   *
   * @param once runs it unless it has begun
   */
  boolean forOwn(Load<V> load, @Nullable CacheEntry<V> stale, Runnable once) {
    LoadStack stack = LoadStack.current();
    boolean ended = false;
    try {
      if (stack != null) {
        stack.waitsFor(place, load);
      }
      do { // where what is stale must not stand in any more when it is to, it is waited on
        ended = load.ended().await(patience.forOwn(stale), TimeUnit.NANOSECONDS);
      } while (!ended && patience.forOwn(stale) > 0);
      if (!ended && patience.hasToWait(stale)) {
        // The executor may have it in a queue, behind the very load that asks for this one.
        ended = runHere(stack, once, load);
      }
      return ended;
    } catch (LoadCycleException e) {
      throw told(e);
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      if (stack != null) {
        stack.waitsNoMore();
      }
      if (!ended) {
        load.leave();
        interruptIfAbandoned(load);
      }
    }
  }

  private boolean runHere(@Nullable LoadStack stack, Runnable once, Load<V> load)
      throws InterruptedException {
    if (stack != null) {
      stack.waitsNoMore();
    }
    once.run();
    if (stack != null && load.ended().getCount() > 0) {
      stack.waitsFor(place, load);
    }
    load.ended().await();
    return true;
  }

  private void interruptIfAbandoned(@Nullable Load<?> load) {
    if (load != null && timing.interruptAbandoned()) {
      load.interruptIfAbandoned();
    }
  }

  private LoadCycleException told(LoadCycleException cycle) {
    engine.recorder().miss(place.key());
    return cycle;
  }

  private CacheWaitException interrupted() {
    Thread.currentThread().interrupt();
    engine.recorder().miss(place.key());
    return new CacheWaitException("interrupted while waiting for the load of " + place);
  }
}
