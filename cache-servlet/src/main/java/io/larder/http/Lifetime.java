package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * For how long a response can be used, counted from when it was stored.
 *
 * <p>All are durations, none above 2^31 s: what lies in a store is never compared with another
 * machine's wall clock.
 *
 * @param freshFor what is left of its freshness lifetime (RFC 9111, 4.2)
 * @param staleWhileRevalidate for how long after that it may be served while it is refreshed
 * @param staleIfError for how long after {@code freshFor} it may be served instead of an error
 * @param keep for how long after {@code freshFor} it is kept to be validated (RFC 9111, 4.3)
 * @param initialAge how old it was already (RFC 9111, 4.2.3)
 * @param byRule whether {@code freshFor} is the rule's ttl: neither stated by the response nor a
 *     heuristic
 */
public record Lifetime(
    Duration freshFor,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    Duration keep,
    Duration initialAge,
    boolean byRule) {
  private static final long NANOS = 1_000_000_000L;

  /**
   * Refuses what is no lifetime.
   *
   * @throws IllegalArgumentException if a duration is negative or above 2^31 s
   */
  public Lifetime {
    check(freshFor, "freshFor");
    check(staleWhileRevalidate, "staleWhileRevalidate");
    check(staleIfError, "staleIfError");
    check(keep, "keep");
    check(initialAge, "initialAge");
  }

  /** One that is not the rule's. */
  Lifetime(
      Duration freshFor,
      Duration staleWhileRevalidate,
      Duration staleIfError,
      Duration keep,
      Duration initialAge) {
    this(freshFor, staleWhileRevalidate, staleIfError, keep, initialAge, false);
  }

  /** Fresh that long and gone afterwards, made just now. */
  public static Lifetime ofFresh(Duration freshFor) {
    return new Lifetime(freshFor, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** For how long a store has to keep it: fresh, and then stale as long as one reason allows. */
  public Duration usableFor() {
    return freshFor.plus(longer(keep, longer(staleWhileRevalidate, staleIfError)));
  }

  /** How fresh it is after so many nanoseconds in the store. */
  public Freshness at(long residentNanos) {
    long stale = residentNanos - freshFor.toNanos();
    if (stale < 0) {
      return Freshness.FRESH;
    }
    if (stale < staleWhileRevalidate.toNanos()) {
      return Freshness.STALE_WHILE_REVALIDATE;
    }
    if (stale < staleIfError.toNanos()) {
      return Freshness.STALE_IF_ERROR;
    }
    return stale < keep.toNanos() ? Freshness.KEPT : Freshness.EXPIRED;
  }

  /**
   * The whole seconds of freshness that are left after so many nanoseconds in the store, negative
   * if it is stale: the {@code ttl} of RFC 9211, 2.4.
   */
  public long ttlSeconds(long residentNanos) {
    return Math.floorDiv(freshFor.toNanos() - residentNanos, NANOS);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static void check(Duration duration, String name) {
    requireNonNull(duration, name);
    if (duration.isNegative() || duration.compareTo(DeltaSeconds.MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          name + " must be between 0 and 2^31 seconds, not " + duration);
    }
  }
}
