package io.larder.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored value with all that is needed to judge it: when its computation began on the logical
 * clock, its tags, its lifetimes and what it cost to compute.
 *
 * <p>Immutable, if the value is. Lifetimes are durations on a {@link Ticker}, never wall times, so
 * each method that depends on time takes a reading of the ticker of the {@link Larder} that the
 * entry came from. A store hands out the entry itself: a hit in memory allocates nothing.
 *
 * @param <V> the type of the value
 */
public final class CacheEntry<V> implements Lookup<V> {

  private final @Nullable V value;
  private final long id;
  private final long asOf;
  private final Terms terms;
  private final long storedAt;
  private final boolean softPurged;
  private final boolean endsFresh;

  /**
   * Creates an entry; for stores.
   *
   * @param value the value, where {@code null} is a value like any other
   * @param id the random or unique id of the write that stored it
   * @param asOf the logical clock when the computation of the value began
   * @param terms lifetimes, tags and cost, as they were given when it was stored
   * @param storedAt the reading of the ticker, in nanoseconds, when it was stored; for a value that
   *     was stored elsewhere, now less the time that has passed since
   * @param softPurged whether a soft purge has ended its freshness
   */
  public CacheEntry(
      @Nullable V value, long id, long asOf, Terms terms, long storedAt, boolean softPurged) {
    this.value = value;
    this.id = id;
    this.asOf = asOf;
    this.terms = terms;
    this.storedAt = storedAt;
    this.softPurged = softPurged;
    this.endsFresh = !softPurged && terms.usableNanos() == terms.freshNanos();
  }

  /** Returns the value; {@code null} if {@code null} is what was stored. */
  public @Nullable V value() {
    return value;
  }

  /** Returns the id of the write that stored this entry. */
  public long id() {
    return id;
  }

  /** Returns the logical clock at the moment when the computation of the value began. */
  public long asOf() {
    return asOf;
  }

  /** Returns the tags, possibly none. */
  public List<String> tags() {
    return terms.tags();
  }

  /** Returns the terms under which the value was stored. */
  public Terms terms() {
    return terms;
  }

  /** Returns the ticker's reading, in nanoseconds, when the value was stored. */
  public long storedAt() {
    return storedAt;
  }

  /** Returns whether a soft purge has ended this entry's freshness before its time. */
  public boolean softPurged() {
    return softPurged;
  }

  /**
   * Returns the age in nanoseconds: the time since storing plus the age that the value had then.
   *
   * @param now a reading of the ticker
   */
  public long ageNanos(long now) {
    return now - storedAt + terms.ageNanos();
  }

  /**
   * Returns for how many nanoseconds the value stays fresh; zero or negative once it is stale.
   *
   * @param now a reading of the ticker
   */
  public long freshNanosLeft(long now) {
    return softPurged ? 0 : terms.freshNanos() - (now - storedAt);
  }

  /**
   * Returns for how many nanoseconds the value stays of use at all: fresh, stale, or only kept to
   * be validated.
   *
   * @param now a reading of the ticker
   */
  public long usableNanosLeft(long now) {
    return terms.usableNanos() - (now - storedAt);
  }

  /**
   * Returns for how many nanoseconds the value may be used while a new one is computed, fresh or
   * stale (RFC 5861 3); zero or negative if not, or no longer. What was softly purged may be used
   * to the same end.
   *
   * @param now a reading of the ticker
   */
  public long staleWhileRevalidateNanosLeft(long now) {
    return staleNanosLeft(terms.staleWhileRevalidateNanos(), now);
  }

  /**
   * Returns for how many nanoseconds the value may be used where computing a new one fails, fresh
   * or stale (RFC 5861 4); zero or negative if not, or no longer. What was softly purged may be
   * used to the same end.
   *
   * @param now a reading of the ticker
   */
  public long staleIfErrorNanosLeft(long now) {
    return staleNanosLeft(terms.staleIfErrorNanos(), now);
  }

  /**
   * Returns for how many nanoseconds the value is kept to be validated, fresh or stale (RFC 9111
   * 4.3); zero or negative if not, or no longer. What was softly purged is kept to the same end.
   * That alone does not allow to serve it stale.
   *
   * @param now a reading of the ticker
   */
  public long keepNanosLeft(long now) {
    return staleNanosLeft(terms.keepNanos(), now);
  }

  private long staleNanosLeft(long window, long now) {
    return window == 0 ? 0 : terms.freshNanos() + window - (now - storedAt);
  }

  /**
   * Returns whether the value is fresh for as long as its store finds it, because it is of no use
   * once it is stale: then nobody has to look at a clock.
   */
  public boolean isFreshWhileFound() {
    return endsFresh;
  }

  /**
   * Returns whether the value is fresh.
   *
   * @param now a reading of the ticker
   */
  public boolean isFresh(long now) {
    return freshNanosLeft(now) > 0;
  }

  /**
   * Returns the age as a duration, see {@link #ageNanos}.
   *
   * @param now a reading of the ticker
   */
  public Duration age(long now) {
    return Duration.ofNanos(ageNanos(now));
  }

  /** Returns this entry with another value. */
  public CacheEntry<V> withValue(@Nullable V other) {
    return new CacheEntry<>(other, id, asOf, terms, storedAt, softPurged);
  }

  /** Returns this entry with its freshness ended; itself if that is so already. */
  public CacheEntry<V> asSoftPurged() {
    return softPurged ? this : new CacheEntry<>(value, id, asOf, terms, storedAt, true);
  }

  @Override
  public String toString() {
    return "CacheEntry[asOf=" + asOf + ", " + terms + (softPurged ? ", soft-purged" : "") + "]";
  }
}
