package io.larder.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The terms on which a value is stored: how long it is fresh, how much longer it may be used stale
 * and is kept to be validated, how old it was already, its tags, and what it cost to compute.
 *
 * <p>Immutable. All durations are counted from the moment of storing; none is endless, and there is
 * no value with a hidden meaning. A store keeps an entry for {@link #fresh()} plus {@link #stale()}
 * and not longer.
 */
public final class Terms {

  /** The longest lifetime that can be asked for: 365 days. */
  public static final Duration MAX_LIFETIME = Duration.ofDays(365);

  /** The greatest age that a value can have when it is stored: 2^31 s (RFC 9111, 1.2.2). */
  public static final Duration MAX_AGE = Duration.ofSeconds(1L << 31);

  private final long freshNanos;
  private final long whileRevalidateNanos;
  private final long ifErrorNanos;
  private final long keepNanos;
  private final long ageNanos;
  private final long costNanos;
  private final List<String> tags;

  private Terms(
      long freshNanos,
      long whileRevalidateNanos,
      long ifErrorNanos,
      long keepNanos,
      long ageNanos,
      long costNanos,
      List<String> tags) {
    this.freshNanos = freshNanos;
    this.whileRevalidateNanos = whileRevalidateNanos;
    this.ifErrorNanos = ifErrorNanos;
    this.keepNanos = keepNanos;
    this.ageNanos = ageNanos;
    this.costNanos = costNanos;
    this.tags = tags;
  }

  /**
   * Returns the terms of a value that is fresh for {@code ttl} and then gone.
   *
   * @throws IllegalArgumentException if {@code ttl} is not positive or above {@link #MAX_LIFETIME}
   */
  public static Terms ttl(Duration ttl) {
    if (ttl.isZero() || ttl.isNegative() || ttl.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "ttl is "
              + ttl
              + ": it must be longer than zero and at most "
              + MAX_LIFETIME.toDays()
              + " days");
    }
    return new Terms(ttl.toNanos(), 0, 0, 0, 0, 0, List.of());
  }

  /**
   * Returns the terms of a value that is never fresh and kept for {@code keep} to be validated, as
   * a response is that says {@code no-cache} and has a validator (RFC 9111 4.3).
   *
   * @throws IllegalArgumentException if {@code keep} is not positive or above {@link #MAX_LIFETIME}
   */
  public static Terms kept(Duration keep) {
    return new Terms(0, 0, 0, keepNanos(0, keep), 0, 0, List.of());
  }

  /**
   * Returns these terms with the value usable for {@code window} after its freshness has ended, by
   * whoever has a new one computed at the same time (RFC 5861 3).
   *
   * @throws IllegalArgumentException if {@code window} is negative or above {@link #MAX_LIFETIME}
   */
  public Terms staleWhileRevalidate(Duration window) {
    return new Terms(
        freshNanos,
        nanos("staleWhileRevalidate", window),
        ifErrorNanos,
        keepNanos,
        ageNanos,
        costNanos,
        tags);
  }

  /**
   * Returns these terms with the value usable for {@code window} after its freshness has ended,
   * where computing a new one has failed (RFC 5861 4).
   *
   * @throws IllegalArgumentException if {@code window} is negative or above {@link #MAX_LIFETIME}
   */
  public Terms staleIfError(Duration window) {
    return new Terms(
        freshNanos,
        whileRevalidateNanos,
        nanos("staleIfError", window),
        keepNanos,
        ageNanos,
        costNanos,
        tags);
  }

  /**
   * Returns these terms with the value kept for {@code window} after its freshness has ended, to be
   * validated (RFC 9111 4.3). That alone does not allow to serve it: it may be served once its
   * origin has said that it is still good.
   *
   * @throws IllegalArgumentException if {@code window} is negative or above {@link #MAX_LIFETIME},
   *     or zero for a value that is never fresh
   */
  public Terms keep(Duration window) {
    return new Terms(
        freshNanos,
        whileRevalidateNanos,
        ifErrorNanos,
        keepNanos(freshNanos, window),
        ageNanos,
        costNanos,
        tags);
  }

  /**
   * Returns these terms for a value that is {@code age} old already, as a response with an Age
   * field is (RFC 9111 4.2.3). The age counts for {@link CacheEntry#ageNanos}; freshness is not
   * shortened.
   *
   * @throws IllegalArgumentException if {@code age} is negative or above {@link #MAX_AGE}
   */
  public Terms aged(Duration age) {
    return new Terms(
        freshNanos,
        whileRevalidateNanos,
        ifErrorNanos,
        keepNanos,
        nanos("age", age, MAX_AGE),
        costNanos,
        tags);
  }

  /**
   * Returns these terms with the time that the computation of the value took.
   *
   * @throws IllegalArgumentException if {@code cost} is negative or above {@link #MAX_LIFETIME}
   */
  public Terms cost(Duration cost) {
    return new Terms(
        freshNanos,
        whileRevalidateNanos,
        ifErrorNanos,
        keepNanos,
        ageNanos,
        nanos("cost", cost),
        tags);
  }

  /** Returns these terms with these tags instead; repeated ones count once. */
  public Terms tagged(String... tags) {
    return tagged(List.of(tags));
  }

  /**
   * Returns these terms with these tags instead; repeated ones count once. Their number and length
   * are for the store to judge, see {@link Limits}.
   */
  public Terms tagged(Collection<String> tags) {
    return new Terms(
        freshNanos,
        whileRevalidateNanos,
        ifErrorNanos,
        keepNanos,
        ageNanos,
        costNanos,
        tags.stream().distinct().toList());
  }

  /** Returns for how long, from storing on, the value is fresh; zero if it never is. */
  public Duration fresh() {
    return Duration.ofNanos(freshNanos);
  }

  /**
   * Returns for how long after its freshness the value stays of use for one reason or another: the
   * longest of {@link #staleWhileRevalidate()}, {@link #staleIfError()} and {@link #keep()}.
   */
  public Duration stale() {
    return Duration.ofNanos(staleNanos());
  }

  /** Returns for how long after its freshness it may be used while a new one is computed. */
  public Duration staleWhileRevalidate() {
    return Duration.ofNanos(whileRevalidateNanos);
  }

  /** Returns for how long after its freshness it may be used where computing a new one fails. */
  public Duration staleIfError() {
    return Duration.ofNanos(ifErrorNanos);
  }

  /** Returns for how long after its freshness it is kept to be validated. */
  public Duration keep() {
    return Duration.ofNanos(keepNanos);
  }

  /** Returns the age that the value had when it was stored. */
  public Duration age() {
    return Duration.ofNanos(ageNanos);
  }

  /** Returns how long the computation of the value took; zero if unknown. */
  public Duration cost() {
    return Duration.ofNanos(costNanos);
  }

  /** Returns the tags in the order in which they were given, without repetition. */
  public List<String> tags() {
    return tags;
  }

  /** Returns {@link #fresh()} in nanoseconds. */
  public long freshNanos() {
    return freshNanos;
  }

  /** Returns {@link #fresh()} plus {@link #stale()} in nanoseconds: how long a store keeps it. */
  public long usableNanos() {
    return freshNanos + staleNanos();
  }

  private long staleNanos() {
    return Math.max(keepNanos, Math.max(whileRevalidateNanos, ifErrorNanos));
  }

  /** Returns {@link #staleWhileRevalidate()} in nanoseconds. */
  public long staleWhileRevalidateNanos() {
    return whileRevalidateNanos;
  }

  /** Returns {@link #staleIfError()} in nanoseconds. */
  public long staleIfErrorNanos() {
    return ifErrorNanos;
  }

  /** Returns {@link #keep()} in nanoseconds. */
  public long keepNanos() {
    return keepNanos;
  }

  /** Returns {@link #cost()} in nanoseconds. */
  public long costNanos() {
    return costNanos;
  }

  /** Returns {@link #age()} in nanoseconds. */
  public long ageNanos() {
    return ageNanos;
  }

  private static long keepNanos(long freshNanos, Duration keep) {
    long nanos = nanos("keep", keep);
    if (nanos == 0 && freshNanos == 0) {
      throw new IllegalArgumentException(
          "keep is " + keep + ": what is never fresh must be kept for longer than zero");
    }
    return nanos;
  }

  private static long nanos(String name, Duration duration) {
    return nanos(name, duration, MAX_LIFETIME);
  }

  private static long nanos(String name, Duration duration, Duration most) {
    if (duration.isNegative() || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name
              + " is "
              + duration
              + ": it must not be negative and at most "
              + most.toDays()
              + " days");
    }
    return duration.toNanos();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Terms that
        && freshNanos == that.freshNanos
        && whileRevalidateNanos == that.whileRevalidateNanos
        && ifErrorNanos == that.ifErrorNanos
        && keepNanos == that.keepNanos
        && ageNanos == that.ageNanos
        && costNanos == that.costNanos
        && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        freshNanos, whileRevalidateNanos, ifErrorNanos, keepNanos, ageNanos, costNanos, tags);
  }

  @Override
  public String toString() {
    return "Terms[fresh="
        + fresh()
        + ", staleWhileRevalidate="
        + staleWhileRevalidate()
        + ", staleIfError="
        + staleIfError()
        + ", keep="
        + keep()
        + ", age="
        + age()
        + ", tags="
        + tags
        + "]";
  }
}
