package io.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says for how long a response can be used by a shared cache (RFC 9111, 4.2; RFC 5861). */
public final class FreshnessRules {
  private FreshnessRules() {}

  /**
   * The lifetime of a response that is stored now, or empty if neither it nor the rule names one.
   * It may be zero: then the response names one that is over, or that nobody can read.
   *
   * @param responseDelay how long the response was on its way: zero for a handler in this process
   * @param now when the response was received
   */
  public static Optional<Lifetime> lifetime(
      HttpFields response, StoreOptions options, Duration responseDelay, Instant now) {
    return lifetime(response, ResponseDirectives.of(response), options, responseDelay, now);
  }

  static Optional<Lifetime> lifetime(
      HttpFields response,
      ResponseDirectives directives,
      StoreOptions options,
      Duration responseDelay,
      Instant now) {
    Duration age = initialAge(response, responseDelay, now);
    // What the handler says to this very cache is said at run time, and beats the rule's override.
    boolean ruleWins = options.override() && !directives.isTargeted();
    Duration freshFor = options.ttl();
    if (freshFor == null || !ruleWins) {
      // The rule's ttl counts from now; the response's own from when the response was made.
      Optional<Duration> own = explicit(response, directives, now).map(it -> it.minus(age));
      freshFor = own.orElse(freshFor);
    }
    if (freshFor == null) {
      return Optional.empty();
    }
    boolean neverStale =
        directives.mustRevalidate()
            // RFC 9111 5.2.2.10: s-maxage means proxy-revalidate too.
            || (!ruleWins && directives.lifetimes().sharedMaxAge().isPresent());
    CacheControl own = directives.lifetimes();
    return Optional.of(
        new Lifetime(
            DeltaSeconds.clamp(freshFor),
            stale(neverStale, ruleWins, own.staleWhileRevalidate(), options.staleWhileRevalidate()),
            stale(neverStale, ruleWins, own.staleIfError(), options.staleIfError()),
            age));
  }

  /**
   * How old a response is when it is received (RFC 9111, 4.2.3), between zero and 2^31 s. Fields
   * that cannot be read do not count, nor does a {@code Date} in the future.
   */
  public static Duration initialAge(HttpFields response, Duration responseDelay, Instant now) {
    // Date knows whole seconds only: with the fraction of now every response would be aged by it.
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    Duration apparent =
        date(response, now).map(it -> Duration.between(it, second)).orElse(Duration.ZERO);
    Duration corrected = ageField(response).plus(DeltaSeconds.clamp(responseDelay));
    return DeltaSeconds.clamp(apparent.compareTo(corrected) > 0 ? apparent : corrected);
  }

  /** RFC 9111 4.2.1: s-maxage, or else max-age, or else Expires minus Date. */
  private static Optional<Duration> explicit(
      HttpFields response, ResponseDirectives directives, Instant now) {
    CacheControl control = directives.lifetimes();
    return control
        .sharedMaxAge()
        .or(control::maxAge)
        .or(() -> directives.isTargeted() ? Optional.empty() : untilExpires(response, now));
  }

  private static Optional<Duration> untilExpires(HttpFields response, Instant now) {
    Instant made = date(response, now).orElse(now.truncatedTo(ChronoUnit.SECONDS));
    // RFC 9111 4.2.1: of several values the most restrictive; 5.3: an invalid one, "0" above all,
    // is in the past.
    return response.all(FieldNames.EXPIRES).stream()
        .map(
            text ->
                HttpDate.parse(text, now)
                    .map(expires -> DeltaSeconds.clamp(Duration.between(made, expires)))
                    .orElse(Duration.ZERO))
        .min(Duration::compareTo);
  }

  private static Optional<Instant> date(HttpFields response, Instant now) {
    String date = response.first(FieldNames.DATE);
    return date == null ? Optional.empty() : HttpDate.parse(date, now);
  }

  /** RFC 9111 5.1: of a list the first counts; what is no number does not. */
  private static Duration ageField(HttpFields response) {
    for (String member : FieldLists.members(response, FieldNames.AGE)) {
      return Duration.ofSeconds(Math.max(0, DeltaSeconds.parse(member)));
    }
    return Duration.ZERO;
  }

  /** RFC 9111 4.2.4: not at all if it must not be served stale. */
  private static Duration stale(
      boolean never, boolean ruleWins, Optional<Duration> own, @Nullable Duration rule) {
    if (never) {
      return Duration.ZERO;
    }
    Duration byRule = rule == null ? Duration.ZERO : DeltaSeconds.clamp(rule);
    return ruleWins && rule != null ? byRule : own.orElse(byRule);
  }
}
