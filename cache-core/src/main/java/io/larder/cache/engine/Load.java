package io.larder.cache.engine;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheLoader;
import io.larder.cache.Claim;
import io.larder.cache.Filled;
import io.larder.cache.LoadContext;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Unavailable;
import io.larder.cache.flight.Leader;
import io.larder.cache.flight.SingleFlight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The load of one key: claims it, has the value computed, stores that, and hands it to all who
 * wait. {@link #run} does it all; {@link Batch} takes the steps for many keys at once. One thread
 * loads, any may wait for it.
 */
final class Load<V> implements LoadContext<V> {

  private final Engine<V> engine;
  private final Rules<V> rules;
  private final Asked asked;
  private final Lookup<V> seen;
  private final Leader<Landed<V>> leader;
  private final Way way;

  private final Saying said = new Saying();
  private boolean unmodified;
  private boolean isDone;

  private @Nullable CacheEntry<V> stale;
  private Claim claim;
  private boolean isClaimed;
  private long began;
  private long events;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable V value; // this and the failure are written before the latch opens
  private @Nullable Throwable failure;

  private volatile @Nullable LoadStack runsOn;
  private volatile boolean left;
  private List<Load<V>> together = List.of(this); // set before anybody sees it
  private final Set<Place> above = LoadStack.open();
  private @Nullable Thread runner; // guarded by this
  private volatile @Nullable Thread ran;
  private boolean interrupted; // guarded by this

  /** What becomes of the value, beside being returned. */
  enum Way {
    /** It is stored, and handed to those who wait. */
    STORED,
    /** The store is out of reach: it is handed to those who wait. */
    SHARED,
    /** It is for its caller alone. */
    ALONE;

    /** What becomes of the value after such a look-up. */
    static Way after(Lookup<?> seen) {
      return seen instanceof Unavailable<?> ? SHARED : STORED;
    }
  }

  /**
   * Creates a load.
   *
   * @param seen what was looked up before
   * @param leader tells those who wait
   */
  Load(
      Engine<V> engine,
      Rules<V> rules,
      Asked asked,
      Lookup<V> seen,
      Leader<Landed<V>> leader,
      Way way) {
    this.engine = engine;
    this.rules = rules;
    this.asked = asked;
    this.seen = seen;
    this.stale = seen instanceof CacheEntry<V> entry ? entry : null;
    this.leader = leader;
    this.way = way;
    this.claim = Claim.refused(asked.key());
  }

  /** Takes over a claim that was taken for it beforehand. */
  void claimed(Claim taken) {
    claim = taken;
    isClaimed = true;
  }

  /** Runs the loader; whatever it throws is for {@link #failure()}. */
  void run(CacheLoader<V, ?> loader) {
    try {
      begin();
      if (!hasFailed()) {
        succeed(loader.load(this));
      }
    } catch (Throwable e) { // an Error reaches the caller too, and must not leave others waiting
      fail(e);
    } finally {
      end();
    }
  }

  /**
   * Claims the key, before anything is computed. If that throws there is a failure afterwards, see
   * {@link #hasFailed}.
   */
  void begin() {
    LoadStack stack = LoadStack.enter(place(), above);
    Computing.enter(new Together<>(together));
    boolean wanted = isWantedByAny();
    synchronized (this) {
      runsOn = stack;
      runner = Thread.currentThread();
      ran = runner;
      interrupted = interrupted && !wanted;
      if (interrupted) {
        runner.interrupt(); // all have left before it has begun
      }
    }
    if (leader != SingleFlight.<Landed<V>>alone()) {
      engine.begins(asked.key(), this);
    }
    events = engine.events();
    try {
      stamp();
    } catch (RuntimeException e) { // the store was closed
      fail(e);
    }
    began = engine.ticker().read();
    leader.began(began);
  }

  /** Whether it has failed so far. For the thread that runs it. */
  boolean hasFailed() {
    return failure != null;
  }

  private void stamp() {
    if (way != Way.STORED) {
      leader.stamp(Engine.STAMP_WITHOUT_STORE);
      return;
    }
    if (!isClaimed) {
      claim = engine.store().claim(asked.key());
    }
    if (claim.granted()) {
      leader.stamp(claim.stamp());
      if (stale != null && stale.id() != claim.id()) {
        stale = null; // ended or replaced since: not to be kept, whatever the loader thinks of it
      }
    } else { // out of reach since a moment ago: the value is as new as the look-up, at least
      boolean known = seen instanceof Miss<V> miss && miss.stamp() != Miss.UNKNOWN;
      leader.stamp(known ? ((Miss<V>) seen).stamp() : Engine.STAMP_WITHOUT_STORE);
    }
  }

  /** Stores what was computed, and hands it out. */
  void succeed(@Nullable V computed) {
    Keeping<V> keeping = way == Way.ALONE ? null : computed(computed);
    if (keeping == null) {
      value = computed;
      handOut();
      return;
    }
    if (keeping.value() == null) {
      abandon();
    }
    succeed(keeping, keeping.fill());
  }

  /** Takes in what was computed, and returns what is to become of it in the store. */
  Keeping<V> computed(@Nullable V computed) {
    value = computed;
    long nanos = engine.ticker().read() - began;
    return Keeping.of(engine, rules, asked, claim, computed, terms(nanos), said.isStored(), nanos);
  }

  /**
   * Tells what has become of it in the store, and hands it out.
   *
   * @param filled what came of storing it; null: there was nothing to store
   */
  void succeed(Keeping<V> keeping, @Nullable Filled filled) {
    if (keeping.told(filled)) {
      engine.throttle().succeeded(asked.key());
    }
    handOut();
  }

  private void handOut() {
    isDone = true;
    if (said.isStored()) {
      leader.land(new Landed<>(value, events, began));
    } else {
      leader.release();
    }
  }

  /** Takes notice that there is no value, and tells those who wait. */
  void fail(Throwable e) {
    if (isDone || failure != null) {
      return; // what is loaded together with it has failed
    }
    failure = e;
    abandon();
    if (way != Way.ALONE) {
      engine.recorder().loadFailed(asked.key(), engine.ticker().read() - began);
    }
    if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
      return; // this thread was to end, not the load: one of those who wait goes on with it
    }
    if (way != Way.ALONE) {
      engine.throttle().failed(asked.key(), rules.lifetimes().retryThrottle().toNanos());
    }
    leader.fail(e);
  }

  /** Gives the lead up before anything has begun. */
  void release() {
    leader.close();
  }

  /**
   * Takes notice that the loader has no value for this key, and tells those who wait. Its claim is
   * for who says so to give up.
   */
  void leaveOut() {
    isDone = true;
    leader.land(new Landed<>(null, events, began));
    engine.recorder().refused(asked.key(), "left-out", engine.ticker().read() - began);
  }

  private void abandon() {
    Claim given = unclaimed();
    if (given != null) {
      engine.abandon(given);
    }
  }

  /** Takes its claim from it, for others to give it up; null: it has none. */
  @Nullable Claim unclaimed() {
    Claim taken = claim;
    claim = Claim.refused(asked.key());
    return taken.granted() ? taken : null;
  }

  /** Whether it needs a claim before it begins. */
  boolean isToBeClaimed() {
    return way == Way.STORED && !isClaimed;
  }

  /** The key as the store has it. */
  String storeKey() {
    return asked.key();
  }

  /** Ends it: without an outcome so far, the lead goes to one who waits. */
  void end() {
    leader.close();
    engine.ends(asked.key(), this);
    LoadStack stack = runsOn;
    runsOn = null; // whoever comes to wait for it now does not wait for this thread
    synchronized (this) {
      runner = null;
      if (interrupted) {
        Thread.interrupted(); // meant for this load, not for what the thread does next
      }
    }
    ended.countDown();
    if (stack != null) {
      Computing.leave();
      stack.leave();
    }
  }

  private @Nullable Terms terms(long nanos) {
    List<String> all = new ArrayList<>(rules.tags());
    if (unmodified && stale != null) {
      all.addAll(stale.tags());
    }
    all.addAll(said.tags());
    Duration cost = Duration.ofNanos(Math.max(0, Math.min(nanos, Terms.MAX_LIFETIME.toNanos())));
    return rules.lifetimes().terms(value == null, said.ttl(), all, cost, engine.random());
  }

  /** Says with which others one call of the loader computes it, itself included. */
  void together(List<Load<V>> all) {
    together = all;
  }

  /** Its own caller waits no longer, for this nor for what is loaded together with it. */
  void leave() {
    together.forEach(each -> each.left = true);
  }

  private boolean isWantedByAny() {
    return together.stream().anyMatch(Load::isWanted);
  }

  private boolean isWanted() {
    return !left || leader.isAwaited();
  }

  /** Interrupts the loader if its caller and all who have waited for it have left. */
  void interruptIfAbandoned() {
    if (isWantedByAny()) {
      return;
    }
    synchronized (this) {
      interrupted = true;
      if (runner != null) {
        runner.interrupt();
      }
    }
  }

  private Place place() {
    return new Place(engine, asked.key());
  }

  /** Opens when the load has ended. */
  CountDownLatch ended() {
    return ended;
  }

  /** What the loader has thrown; null: it has not. Once the load has ended. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Whether it was this thread that has run it. Once the load has ended. */
  boolean ranHere() {
    return ran == Thread.currentThread();
  }

  /** What the loader has computed. Once the load has ended. */
  @Nullable V value() {
    return value;
  }

  /** The thread's stack that it is on; null: it has not begun, or it has ended. */
  @Nullable LoadStack runsOn() {
    return runsOn;
  }

  @Override
  public String key() {
    return asked.asked();
  }

  @Override
  public Optional<CacheEntry<V>> stale() {
    Hooks<V> hooks = rules.hooks();
    return Optional.ofNullable(stale)
        .map(entry -> hooks.copy() == null ? entry : entry.withValue(hooks.copied(entry.value())));
  }

  @Override
  public @Nullable V notModified() {
    if (stale == null) {
      throw new IllegalStateException(
          "there is no value under '" + key() + "' to keep: ask stale() before notModified()");
    }
    unmodified = true;
    return stale.value();
  }

  @Override
  public Load<V> ttl(Duration ttl) {
    said.ttl(ttl);
    return this;
  }

  @Override
  public Load<V> tags(String... tags) {
    said.tags(tags);
    return this;
  }

  @Override
  public Load<V> doNotStore() {
    said.doNotStore();
    return this;
  }
}
