package io.larder.testkit;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What lies in one view, and the rules by which it changes. Each method is called with the
 * backend's lock held, so each is one step.
 *
 * <p>Under a key lies an entry, or the mark of a claim, or nothing; never both. Either has an id,
 * and a fill or a put stores only where the id that its claim names still lies.
 */
final class MapView<V> {

  private static final long NOTHING = 0;

  private final View<V> view;
  private final MapClock clock;
  private final BackendContext context;
  private final Map<String, CacheEntry<V>> entries = new HashMap<>();
  private final Map<String, Mark> claims = new HashMap<>();
  private long clearMark;

  /** How many stores hold this view open. */
  int holders;

  MapView(View<V> view, MapClock clock, BackendContext context) {
    this.view = view;
    this.clock = clock;
    this.context = context;
  }

  /** What a claim leaves under a key where there is no entry: an id, for the fence window. */
  private record Mark(long id, long takenAt) {}

  View<V> view() {
    return view;
  }

  Set<String> keys() {
    return new TreeSet<>(entries.keySet());
  }

  Lookup<V> find(String key) {
    CacheEntry<V> entry = entry(key);
    if (entry == null) {
      return new Miss<>(clock.now());
    }
    return clock.hasSoftened(entry.asOf(), entry.tags()) ? entry.asSoftPurged() : entry;
  }

  /** Names what lies under the key; where nothing does, leaves a mark to be named. */
  Claim claim(String key) {
    CacheEntry<V> entry = entry(key);
    if (entry != null) {
      return new Claim(key, entry.id(), clock.now(), true);
    }
    Mark mark = mark(key);
    long id = mark != null ? mark.id() : clock.newId();
    claims.put(key, new Mark(id, now())); // who joins a claim begins its fence window anew
    return new Claim(key, id, clock.now(), true);
  }

  /** A fill never moves the clock: nothing has ended. */
  FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    if (!claim.granted()) {
      return FillResult.UNAVAILABLE;
    }
    // What an event has ended already is not worth storing, and would take a younger load's place.
    if (!stillLies(claim) || hasEnded(claim.stamp(), terms)) {
      return FillResult.REFUSED;
    }
    write(claim, value, terms);
    return FillResult.STORED;
  }

  void abandon(Claim claim) {
    Mark mark = mark(claim.key());
    if (mark != null && mark.id() == claim.id()) {
      claims.remove(claim.key());
    }
  }

  /**
   * Unlike a fill, a put that comes too late empties the key: what lies there may be older than the
   * value that is lost.
   */
  void put(Claim claim, @Nullable V value, Terms terms) {
    if (claim.granted() && stillLies(claim)) {
      write(claim, value, terms);
    } else {
      vanish(claim.key());
    }
    clock.move();
  }

  /** An evict removes the claim too: the load that took it began before. */
  void evict(Collection<String> keys) {
    keys.forEach(this::vanish);
    clock.move();
  }

  /** What lies there gets another id, and a claim is removed, so that loads are refused. */
  void softPurge(String key) {
    claims.remove(key);
    CacheEntry<V> entry = entry(key);
    if (entry != null) {
      entries.put(
          key,
          new CacheEntry<>(
              entry.value(), clock.newId(), entry.asOf(), entry.terms(), entry.storedAt(), true));
    }
    clock.move();
  }

  /** One step: entries are not looked at, but found to be older than the mark when asked for. */
  void clear() {
    clearMark = clock.move();
  }

  /** Removes what lies under the key without an event, as an expiry does. */
  void vanish(String key) {
    entries.remove(key);
    claims.remove(key);
  }

  /** An entry's as-of is its claim's stamp, from before the computation, not the clock as it is. */
  private void write(Claim claim, @Nullable V value, Terms terms) {
    claims.remove(claim.key());
    entries.put(
        claim.key(), new CacheEntry<>(value, clock.newId(), claim.stamp(), terms, now(), false));
  }

  private boolean stillLies(Claim claim) {
    CacheEntry<V> entry = entry(claim.key());
    Mark mark = mark(claim.key());
    long lies = entry != null ? entry.id() : mark != null ? mark.id() : NOTHING;
    return lies == claim.id() && lies != NOTHING;
  }

  /**
   * Returns the entry under the key; one whose time is over, or that an event ended, is dropped.
   */
  private @Nullable CacheEntry<V> entry(String key) {
    CacheEntry<V> entry = entries.get(key);
    if (entry == null
        || (entry.usableNanosLeft(now()) > 0 && !hasEnded(entry.asOf(), entry.terms()))) {
      return entry;
    }
    entries.remove(key);
    return null;
  }

  private boolean hasEnded(long asOf, Terms terms) {
    return asOf < clearMark || clock.hasEnded(asOf, terms.tags());
  }

  private @Nullable Mark mark(String key) {
    Mark mark = claims.get(key);
    boolean ended = mark != null && now() - mark.takenAt() >= context.fenceWindow().toNanos();
    return ended ? null : mark;
  }

  private long now() {
    return context.ticker().read();
  }
}
