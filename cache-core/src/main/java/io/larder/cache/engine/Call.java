package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheLoader;
import io.larder.cache.CacheTimeoutException;
import io.larder.cache.CacheWaitException;
import io.larder.cache.Claim;
import io.larder.cache.Durations;
import io.larder.cache.LoadCycleException;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Unavailable;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.Outcome;
import io.larder.cache.flight.SingleFlight;
import io.larder.cache.flight.Turn;
import io.larder.cache.flight.Waiter;
import io.larder.cache.lease.LeaseTurn;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call that a look-up alone does not answer: serves what is stale, waits for another's load, or
 * runs its own. Each call tells the recorder once what has become of it.
 */
final class Call<V, X extends Exception> {

  /** How often a caller looks again because what it has waited for was too old for it. */
  private static final int MOST_OUTRUN = 3;

  /**
   * How old the load of another may be, when a caller comes that cannot ask the store, for its
   * value to be taken: what other processes have ended since then is not known here. As long as
   * copies in memory count, unless something else is said of those.
   */
  static final Duration SHARED_WITHOUT_STORE = Duration.ofSeconds(2);

  private final Engine<V> engine;
  private final Rules<V> rules;
  private final Asked asked;
  private final CacheLoader<V, X> loader;
  private final Patience patience;
  private final Waiting<V> waiting;
  private final long events;
  private final long sharedSince;

  Call(Engine<V> engine, Rules<V> rules, Asked asked, CacheLoader<V, X> loader) {
    this.engine = engine;
    this.rules = rules;
    this.asked = asked;
    this.loader = loader;
    this.patience = new Patience(rules.timing(), engine.ticker());
    this.waiting = new Waiting<>(engine, rules.timing(), place(), patience);
    this.events = engine.events();
    this.sharedSince = engine.ticker().read() - SHARED_WITHOUT_STORE.toNanos();
  }

  /**
   * Returns the value.
   *
   * @param found what the look-up has found
   * @param fills how often the cache had been filled before it
   */
  @Nullable V answer(Lookup<V> found, long fills) throws X {
    Served<V> served = serve(found, fills);
    return served == null ? fly(found, fills) : served.value();
  }

  /** Serves what was found if that will do, and has it loaded anew if need be; else null. */
  @Nullable Served<V> serve(Lookup<V> found, long fills) {
    CacheEntry<V> entry = entryOf(found);
    if (entry == null) {
      return null;
    }
    long now = engine.ticker().read();
    boolean throttled = engine.throttle().isOn(asked.key());
    Use use = Use.of(entry, now, rules.lifetimes(), throttled, engine.random());
    if (use == Use.LOAD) {
      return null;
    }
    if (use == Use.EARLY || use == Use.REVALIDATE) {
      refresh(entry, fills);
    }
    boolean fresh = use == Use.FRESH || use == Use.EARLY;
    return new Served<>(fresh ? hit(entry) : staleHit(entry));
  }

  /** Runs the loader and stores what it computes, whatever is there. Nobody waits for it. */
  @Nullable V refreshed(Lookup<V> found) throws X {
    waiting.checkCycle();
    engine.recorder().miss(asked.key());
    Load<V> load = load(SingleFlight.alone(), found, Load.Way.after(found));
    load.run(loader);
    return valueOf(load);
  }

  /** Runs the loader, and leaves the store out of it. */
  @Nullable V bypassing(String reason) throws X {
    waiting.checkCycle();
    engine.recorder().bypassed(reason);
    Load<V> load = load(SingleFlight.alone(), new Miss<>(Miss.UNKNOWN), Load.Way.ALONE);
    load.run(loader);
    return valueOf(load);
  }

  /** Waits for the load of somebody else, or leads one. */
  @Nullable V fly(Lookup<V> found, long fills) throws X {
    waiting.checkCycle();
    Lookup<V> seen = found;
    long filled = fills;
    for (int outrun = 0; outrun < MOST_OUTRUN; outrun++) {
      Long notBefore = seen instanceof Unavailable<V> ? sharedSince : null;
      Turn<Landed<V>> turn = engine.flights().join(asked.key(), stamp(seen, outrun > 0), notBefore);
      if (turn instanceof Leader<Landed<V>> leader) {
        return lead(leader, seen, filled);
      }
      if (!(turn instanceof Waiter<Landed<V>> waiter)) {
        return unwaited("waiters", "as many as may wait for it do so", seen);
      }
      Outcome<Landed<V>> outcome = waiting.forAnother(waiter, entryOf(seen));
      if (outcome instanceof Outcome.Landed<Landed<V>> landed && accepts(landed.value(), seen)) {
        return collapsed(landed.value().value());
      } else if (outcome instanceof Outcome.Failed<Landed<V>> failed) {
        return standIn(failed.failure(), entryOf(seen));
      } else if (outcome instanceof Outcome.Promoted<Landed<V>> promoted) {
        return lead(promoted.leader(), seen, filled);
      } else if (outcome instanceof Outcome.Released<Landed<V>>) {
        return alone("released", seen);
      } else if (outcome instanceof Outcome.TimedOut<Landed<V>>
          && patience.forAnother(entryOf(seen)) == 0) {
        return tooLate(seen);
      }
      if (seen instanceof Unavailable<V>) {
        continue; // nothing more is asked of a store that is out of reach
      }
      filled = engine.fills();
      seen = engine.lookUp(rules, asked.key());
      CacheEntry<V> entry = entryOf(seen);
      if (entry != null && entry.isFresh(engine.ticker().read())) {
        return collapsed(entry.value());
      }
    }
    return alone("outrun", seen);
  }

  /** The clock's reading that a load must not be older than for this caller to take its value. */
  private long stamp(Lookup<V> seen, boolean again) {
    if (seen instanceof Miss<V> miss) {
      return miss.stamp();
    }
    if (seen instanceof Unavailable<V>) {
      return Engine.STAMP_WITHOUT_STORE;
    }
    // A stale entry tells nothing of the clock: whoever finds one looks again afterwards. Where it
    // is there still, the new value was not stored, and to wait for the next one takes the clock.
    Claim claim = again ? engine.store().claim(asked.key()) : Claim.refused(asked.key());
    return claim.granted() ? claim.stamp() : Miss.UNKNOWN;
  }

  /**
   * Whether a value is young enough. Without the store that is: younger than what this process has
   * ended before the call, and loaded since so long before it that of others' events, of which
   * nothing is known, none older than that is missed.
   */
  private boolean accepts(Landed<V> landed, Lookup<V> seen) {
    return !(seen instanceof Unavailable<V>)
        || (landed.events() >= events && landed.began() - sharedSince >= 0);
  }

  private @Nullable V lead(Leader<Landed<V>> leader, Lookup<V> seen, long fills) throws X {
    Lookup<V> latest = latest(leader, seen, fills);
    CacheEntry<V> stale = entryOf(latest);
    if (latest != seen && stale != null && stale.isFresh(engine.ticker().read())) {
      leader.lookAgain();
      return collapsed(stale.value());
    }
    if (latest instanceof Miss<V>) {
      return leadAll(leader, latest);
    }
    return led(load(leader, latest, Load.Way.after(latest)), stale);
  }

  /** Leads for the other processes too, or is served what one of them has stored. */
  private @Nullable V leadAll(Leader<Landed<V>> leader, Lookup<V> seen) throws X {
    Load<V> load = load(leader, seen, Load.Way.STORED);
    LeaseTurn<CacheEntry<V>> turn = null;
    try {
      turn = waiting.forTurn(() -> engine.freshOf(rules, asked.key()));
    } finally {
      if (turn == null || turn instanceof LeaseTurn.TooLong) {
        leader.close();
      }
    }
    if (turn instanceof LeaseTurn.Found<CacheEntry<V>> found) {
      leader.lookAgain();
      return collapsed(found.what().value());
    } else if (turn instanceof LeaseTurn.Load<CacheEntry<V>> own) {
      load.claimed(own.claim());
      return led(load, null);
    }
    return tooLate(seen);
  }

  private @Nullable V led(Load<V> load, @Nullable CacheEntry<V> stale) throws X {
    return ranInTime(load, stale, () -> load.run(loader)) ? loaded(load, stale) : tooLong(stale);
  }

  /** Looks again if the flight before this one may have landed. */
  private Lookup<V> latest(Leader<Landed<V>> leader, Lookup<V> seen, long fills) {
    if (engine.fills() == fills || seen instanceof Unavailable<V>) {
      return seen;
    }
    boolean looked = false;
    try {
      Lookup<V> latest = engine.lookUp(rules, asked.key());
      looked = true;
      return latest;
    } finally {
      if (!looked) {
        leader.close(); // the application's own code has thrown: nobody is to wait for this
      }
    }
  }

  /** Runs a load; false: it goes on, and takes longer than this caller waits. */
  boolean ranInTime(Load<V> load, @Nullable CacheEntry<V> stale, Runnable run) {
    Runnable once = once(run);
    if (rules.timing().isLimited() && engine.background().tryRun(once)) {
      return waiting.forOwn(load, stale, once);
    }
    once.run(); // where there is no thread for it, later is better than never
    return true;
  }

  private static Runnable once(Runnable run) {
    AtomicBoolean begun = new AtomicBoolean();
    return () -> {
      if (!begun.getAndSet(true)) {
        run.run();
      }
    };
  }

  /** Returns what this caller's own load has come to. */
  @Nullable V loaded(Load<V> load, @Nullable CacheEntry<V> stale) throws X {
    if (load.failure() instanceof InterruptedException
        && load.ranHere()
        && patience.mayStandIn(stale)) {
      Thread.currentThread().interrupt(); // served in its place, and not to be forgotten
    }
    if (load.failure() != null) {
      return standIn(load.failure(), stale);
    }
    engine.recorder().miss(asked.key());
    return rules.hooks().copied(load.value());
  }

  /** Has the value loaded anew in the background, unless somebody does so already. */
  void reload() {
    Lookup<V> found = engine.lookUp(rules, asked.key());
    inBackground(leader -> load(leader, found, Load.Way.STORED).run(loader));
  }

  private void refresh(CacheEntry<V> entry, long fills) {
    inBackground(
        leader -> {
          if (engine.fills() != fills && engine.isFresh(rules, asked.key())) {
            leader.lookAgain(); // somebody has done it meanwhile
          } else {
            load(leader, entry, Load.Way.STORED).run(loader);
          }
        });
  }

  private void inBackground(Consumer<Leader<Landed<V>>> task) {
    Leader<Landed<V>> leader = engine.flights().tryLead(asked.key());
    if (leader == null) {
      return; // somebody does it already
    }
    boolean begun = false;
    try {
      begun = engine.background().tryRun(() -> run(task, leader));
    } finally {
      if (!begun) {
        leader.close();
        engine.recorder().refreshSkipped(asked.key());
      }
    }
  }

  private static <V> void run(Consumer<Leader<Landed<V>>> task, Leader<Landed<V>> leader) {
    try (leader) {
      task.accept(leader);
    }
  }

  private @Nullable V tooLate(Lookup<V> seen) throws X {
    CacheEntry<V> stale = entryOf(seen);
    if (patience.isTooLong(stale)) {
      return tooLong(stale);
    }
    Duration most = rules.timing().waiting();
    return unwaited("wait", "it takes longer than " + Durations.format(most), seen);
  }

  /** This caller's own time is over. */
  @Nullable V tooLong(@Nullable CacheEntry<V> stale) {
    if (stale != null && patience.mayStandIn(stale)) {
      return staleHit(stale);
    }
    engine.recorder().miss(asked.key());
    Duration hard = rules.timing().hard();
    throw new CacheTimeoutException(
        "the load of "
            + place()
            + " takes longer than the hardTimeout of "
            + (hard == null ? "its cache" : Durations.format(hard)));
  }

  /** Whoever may not wait loads alone, or fails. */
  private @Nullable V unwaited(String reason, String why, Lookup<V> seen) throws X {
    if (!rules.timing().failWaiting()) {
      return alone(reason, seen);
    }
    engine.recorder().miss(asked.key());
    throw new CacheWaitException("not waiting for the load of " + place() + ": " + why);
  }

  private @Nullable V alone(String reason, Lookup<V> seen) throws X {
    CacheEntry<V> stale = entryOf(seen);
    Load<V> load = load(SingleFlight.alone(), seen, Load.Way.ALONE);
    if (!ranInTime(load, stale, () -> load.run(loader))) {
      return tooLong(stale);
    }
    V value = loaded(load, stale);
    if (load.failure() == null) {
      engine.recorder().passed(asked.key(), reason);
    }
    return value;
  }

  /** Serves what is stale in place of a failure, if that is allowed. */
  private @Nullable V standIn(@Nullable Throwable failure, @Nullable CacheEntry<V> stale) throws X {
    if (stale != null
        && failure instanceof Exception
        && !isMistake(failure)
        && patience.mayStandIn(stale)) {
      return staleHit(stale);
    }
    engine.recorder().miss(asked.key());
    return Failures.<@Nullable V, X>raise(failure);
  }

  private static boolean isMistake(Throwable failure) {
    return failure instanceof LoadCycleException;
  }

  private @Nullable V valueOf(Load<V> load) throws X {
    return load.failure() != null
        ? Failures.<@Nullable V, X>raise(load.failure())
        : rules.hooks().copied(load.value());
  }

  private @Nullable V hit(CacheEntry<V> entry) {
    engine.recorder().hit(asked.key(), 0);
    return rules.hooks().copied(entry.value());
  }

  private @Nullable V staleHit(CacheEntry<V> entry) {
    engine.recorder().staleHit(asked.key(), 0);
    return rules.hooks().copied(entry.value());
  }

  private @Nullable V collapsed(@Nullable V value) {
    engine.recorder().miss(asked.key());
    engine.recorder().collapsed(asked.key());
    return rules.hooks().copied(value);
  }

  private Load<V> load(Leader<Landed<V>> leader, Lookup<V> seen, Load.Way way) {
    return new Load<>(engine, rules, asked, seen, leader, way);
  }

  private Place place() {
    return new Place(engine, asked.key());
  }

  private @Nullable CacheEntry<V> entryOf(Lookup<V> found) {
    return found instanceof CacheEntry<V> entry ? entry : null;
  }
}
