package io.larder.cache.flight;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one load for all callers that ask for the same key at the same time.
 *
 * <p>The first caller leads, the others wait. A waiter brings the {@linkplain
 * io.larder.cache.Miss#stamp() stamp of its own look-up} and is given the leader's value only if
 * the leader's load did not begin before that; so a value from before an invalidation reaches
 * nobody who asked after it. Waiters are capped, their wait is bounded by the caller, and an
 * interrupt ends it at once. Nothing is cached here: when a flight has ended, the next caller
 * starts anew.
 *
 * <p>Thread-safe. No lock is held while a load runs or a waiter is told something.
 *
 * @param <T> the type of the values
 */
public final class SingleFlight<T> {

  /** The leader of a flight that is in no map, so that whatever it says concerns nobody. */
  private static final Leader<?> ALONE = new Flight<>(new ConcurrentHashMap<>(1), "").lead();

  private final ConcurrentMap<String, Flight<T>> flights;
  private volatile int maxWaiters;

  /**
   * Creates a single flight.
   *
   * @param maxWaiters the number of callers that may wait for one key
   * @throws IllegalArgumentException if it is negative
   */
  public SingleFlight(int maxWaiters) {
    this(maxWaiters, new ConcurrentHashMap<>());
  }

  /** Creates a single flight whose keys are locked by that map. */
  SingleFlight(int maxWaiters, ConcurrentMap<String, Flight<T>> flights) {
    this.maxWaiters = checked(maxWaiters);
    this.flights = flights;
  }

  /**
   * Sets another number of callers that may wait for one key, from the next caller on. Those who
   * wait already are left alone.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void maxWaiters(int number) {
    maxWaiters = checked(number);
  }

  private static int checked(int maxWaiters) {
    if (maxWaiters < 0) {
      throw new IllegalArgumentException(
          "maxWaiters is " + maxWaiters + ": it must not be negative");
    }
    return maxWaiters;
  }

  /**
   * Joins the flight of a key: as its leader if there is none, else as a waiter.
   *
   * @param stamp the stamp of the caller's own look-up
   */
  public Turn<T> join(String key, long stamp) {
    return join(key, stamp, null);
  }

  /**
   * Joins the flight of a key as {@link #join(String, long)} does, unless its load began too early
   * for this caller. Then the caller leads another flight, which those who come later join; the
   * former goes on for those who wait for it.
   *
   * @param stamp the stamp of the caller's own look-up
   * @param notBefore when the load must not have begun before, by the clock of {@link
   *     Leader#began}; null: whenever it began. One that has not begun yet, as far as that is
   *     known, will do
   */
  public Turn<T> join(String key, long stamp, @Nullable Long notBefore) {
    List<Turn<T>> turn = new ArrayList<>(1);
    List<Waiter<T>> stranded = new ArrayList<>(0);
    flights.compute(
        key,
        (k, flight) -> {
          Flight<T> begun = new Flight<>(flights, k);
          if (flight != null && flight.isOverdue()) {
            stranded.addAll(flight.waiters); // its leader's word would not reach them any more
            begun.older = flight.older;
          } else if (flight != null && flight.suits(notBefore)) {
            turn.add(flight.admit(stamp, maxWaiters));
            return flight;
          } else {
            begun.older = flight;
          }
          turn.add(begun.lead());
          return begun;
        });
    letGo(stranded);
    return turn.get(0);
  }

  private static <T> void letGo(Iterable<Waiter<T>> stranded) {
    stranded.forEach(waiter -> waiter.tell(new Outcome.Released<>()));
  }

  /**
   * Begins a flight, if the key has none. For callers that have an answer without one: they never
   * wait.
   *
   * @return the leader, or {@code null} if somebody else leads
   */
  public @Nullable Leader<T> tryLead(String key) {
    Flight<T> present = flights.get(key);
    if (present != null && !present.isOverdue()) {
      return null;
    }
    List<Leader<T>> leader = new ArrayList<>(1);
    List<Waiter<T>> stranded = new ArrayList<>(0);
    flights.compute(
        key,
        (k, flight) -> {
          if (flight != null && !flight.isOverdue()) {
            return flight;
          }
          Flight<T> begun = new Flight<>(flights, k);
          if (flight != null) {
            stranded.addAll(flight.waiters);
            begun.older = flight.older;
          }
          leader.add(begun.lead());
          return begun;
        });
    letGo(stranded);
    return leader.isEmpty() ? null : leader.get(0);
  }

  /**
   * Returns the leader of a flight that nobody can join, for loads whose value is for one caller.
   *
   * @param <T> the type of the value
   */
  @SuppressWarnings("unchecked") // it hands no value to anybody
  public static <T> Leader<T> alone() {
    return (Leader<T>) ALONE;
  }

  /** Returns the number of keys that are being loaded. */
  public int size() {
    return flights.size();
  }

  /**
   * One flight. Once it is in the map, its fields are only touched while the map holds the key's
   * lock (in {@code compute}), so a waiter is either admitted before the end and told of it, or
   * finds no flight. In the map is the newest of a key, which leads to those that are older.
   */
  static final class Flight<T> {

    /** The stamp of a load that has said none, or whose claim was refused. */
    static final long UNSTAMPED = Long.MIN_VALUE;

    private final ConcurrentMap<String, Flight<T>> flights;
    private final String key;
    private final Set<Waiter<T>> waiters = new LinkedHashSet<>();
    private @Nullable Leader<T> leader;
    private long stamp = UNSTAMPED;

    /** When the load began, by its leader's clock; null: it has not said so. */
    private @Nullable Long began;

    /**
     * The flight that this one was begun beside, which nobody joins any more; null: there is none.
     */
    private @Nullable Flight<T> older;

    /** The reading of the clock after which nobody joins any more; null: there is none. */
    private volatile @Nullable Long due;

    /** Done when the leader of this moment has let go of its thread. */
    private volatile CompletableFuture<@Nullable Void> detached = new CompletableFuture<>();

    Flight(ConcurrentMap<String, Flight<T>> flights, String key) {
      this.flights = flights;
      this.key = key;
    }

    Leader<T> lead() {
      Leader<T> lead = new Leader<>(this);
      leader = lead;
      stamp = UNSTAMPED;
      began = null;
      due = null;
      detached = new CompletableFuture<>();
      return lead;
    }

    void detach(Leader<T> from) {
      List<CompletableFuture<@Nullable Void>> now = new ArrayList<>(1);
      locked(
          () -> {
            if (leader == from) {
              now.add(detached);
            }
            return this;
          });
      now.forEach(each -> each.complete(null));
    }

    CompletableFuture<@Nullable Void> detached() {
      return detached;
    }

    boolean isAwaited(Leader<T> asking) {
      boolean[] awaited = new boolean[1];
      locked(
          () -> {
            awaited[0] = leader == asking && !waiters.isEmpty();
            return this;
          });
      return awaited[0];
    }

    void due(@Nullable Long nanoTime) {
      due = nanoTime;
    }

    boolean isOverdue() {
      Long at = due;
      return at != null && System.nanoTime() - at >= 0;
    }

    Turn<T> admit(long stamp, int maxWaiters) {
      if (waiters.size() >= maxWaiters) {
        return new Turn.TooMany<>();
      }
      Waiter<T> waiter = new Waiter<>(this, stamp);
      waiters.add(waiter);
      return waiter;
    }

    void stamp(Leader<T> from, long value) {
      locked(
          () -> {
            if (leader == from) {
              stamp = value;
            }
            return this;
          });
    }

    void began(Leader<T> from, long reading) {
      locked(
          () -> {
            if (leader == from) {
              began = reading;
            }
            return this;
          });
    }

    boolean suits(@Nullable Long notBefore) {
      return notBefore == null || began == null || began - notBefore >= 0;
    }

    void remove(Waiter<T> waiter) {
      locked(
          () -> {
            waiters.remove(waiter);
            return this;
          });
    }

    void end(Leader<T> from, Outcome<T> outcome) {
      List<Waiter<T>> present = new ArrayList<>();
      long[] loadedAsOf = new long[1];
      locked(
          () -> {
            if (leader != from) {
              return this;
            }
            leader = null;
            loadedAsOf[0] = stamp;
            present.addAll(waiters);
            return null;
          });
      for (Waiter<T> waiter : present) {
        boolean outrun = outcome instanceof Outcome.Landed && !waiter.accepts(loadedAsOf[0]);
        waiter.tell(outrun ? new Outcome.Outrun<>() : outcome);
      }
    }

    void handOver(Leader<T> from) {
      Leader<T> giving = from;
      while (true) {
        List<Waiter<T>> heir = new ArrayList<>(1);
        List<Leader<T>> lead = new ArrayList<>(1);
        Leader<T> ended = giving;
        locked(
            () -> {
              if (leader != ended) {
                return this;
              }
              if (waiters.isEmpty()) {
                leader = null;
                return null;
              }
              Waiter<T> first = waiters.iterator().next();
              waiters.remove(first);
              heir.add(first);
              lead.add(lead());
              return this;
            });
        if (heir.isEmpty() || heir.get(0).tell(new Outcome.Promoted<>(lead.get(0)))) {
          return;
        }
        giving = lead.get(0); // that one had left: it goes to the next
      }
    }

    /** Runs a step under the key's lock while this flight is one of the key's; null ends it. */
    private void locked(Supplier<@Nullable Flight<T>> step) {
      flights.computeIfPresent(key, (k, newest) -> newest.after(this, step));
    }

    /** Runs a step of this flight or an older one; returns the newest that is left. */
    private @Nullable Flight<T> after(Flight<T> one, Supplier<@Nullable Flight<T>> step) {
      if (one == this) {
        return step.get() == null ? older : this;
      }
      Flight<T> newer = this;
      Flight<T> next = older;
      while (next != null && next != one) {
        newer = next;
        next = next.older;
      }
      if (next != null && step.get() == null) {
        newer.older = next.older;
      }
      return this;
    }
  }
}
