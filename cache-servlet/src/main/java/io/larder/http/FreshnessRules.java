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
   * The lifetime of a response that is stored now, or empty if neither it nor the rule names one
   * and it cannot be kept to be validated. It may be fresh for zero: then the response names a
   * lifetime that is over, or that nobody can read, or must be validated each time.
   *
   * @param responseDelay how long the response was on its way: zero for a handler in this process
   * @param now when the response was received
   */
  public static Optional<Lifetime> lifetime(
      ResponseHead response, StoreOptions options, Duration responseDelay, Instant now) {
    ResponseDirectives directives = ResponseDirectives.of(response.fields(), options);
    return lifetime(response, directives, options, responseDelay, now);
  }

  static Optional<Lifetime> lifetime(
      ResponseHead response,
      ResponseDirectives directives,
      StoreOptions options,
      Duration responseDelay,
      Instant now) {
    Duration age = initialAge(response.fields(), responseDelay, now);
    // What the handler says to this very cache is said at run time, and beats the rule's override.
    boolean ruleWins =
        options.override()
            && options.statuses().contains(response.status())
            && !directives.isForLarder();
    boolean byRule = isByRule(response, directives, options);
    // What is stored of an error is served for its own short ttl, and no longer.
    boolean neverKept =
        isError(response)
            && (byRule
                || isCapped(response, directives, options)
                || (!options.heuristic() && !isExplicit(response, directives)));
    Duration keep = neverKept ? Duration.ZERO : keep(response.fields(), directives, options, now);
    Optional<Duration> fresh = freshFor(response, directives, options, age, now);
    if (fresh.isEmpty() && (keep.isZero() || !Heuristics.mayStore(response, directives))) {
      return Optional.empty();
    }
    boolean neverStale =
        neverKept
            || directives.mustRevalidate()
            // RFC 9111 5.2.2.10: s-maxage means proxy-revalidate too.
            || (!ruleWins && directives.lifetimes().sharedMaxAge().isPresent());
    CacheControl own = directives.lifetimes();
    // RFC 5861 3 and 4 count from when it became stale, which may be long before it came here.
    Duration overdue = DeltaSeconds.clamp(fresh.orElse(Duration.ZERO).negated());
    Duration whileRevalidate =
        stale(neverStale, ruleWins, own.staleWhileRevalidate(), options.staleWhileRevalidate());
    Duration ifError = stale(neverStale, ruleWins, own.staleIfError(), options.staleIfError());
    return Optional.of(
        new Lifetime(
            DeltaSeconds.clamp(fresh.orElse(Duration.ZERO)),
            DeltaSeconds.clamp(whileRevalidate.minus(overdue)),
            DeltaSeconds.clamp(ifError.minus(overdue)),
            keep,
            age,
            byRule));
  }

  /**
   * For how long a response had been stale already when it was received; zero if it was fresh.
   *
   * @param age how old it was (RFC 9111, 4.2.3)
   * @param now when it was received
   */
  public static Duration overdue(
      ResponseHead response, StoreOptions options, Duration age, Instant now) {
    ResponseDirectives directives = ResponseDirectives.of(response.fields(), options);
    return freshFor(response, directives, options, age, now)
        .map(fresh -> DeltaSeconds.clamp(fresh.negated()))
        .orElse(Duration.ZERO);
  }

  /**
   * Whether a response says itself how long it is fresh, be it not at all (RFC 9111, 4.2.1): in a
   * directive or in {@code Expires}.
   */
  static boolean isExplicit(ResponseHead response, ResponseDirectives directives) {
    CacheControl control = directives.lifetimes();
    return control.sharedMaxAge().isPresent()
        || control.maxAge().isPresent()
        || (!directives.isTargeted() && response.fields().contains(FieldNames.EXPIRES));
  }

  /** Whether the rule's ttl is how long a response is fresh, see {@link #freshFor}. */
  private static boolean isByRule(
      ResponseHead response, ResponseDirectives directives, StoreOptions options) {
    boolean beats = options.override() && !directives.isForLarder();
    return options.ttl(response.status()) != null
        && !directives.noCache()
        && (beats || !isExplicit(response, directives));
  }

  /**
   * Whether an error is of the application itself. What it says of its freshness is often what it
   * says of every response; so whoever provokes one does not have it served to all for an hour.
   * What it says to this very cache it means. An origin behind a proxy answers for what it says.
   */
  private static boolean isCapped(
      ResponseHead response, ResponseDirectives directives, StoreOptions options) {
    return isError(response) && !options.heuristic() && !directives.isForLarder();
  }

  private static boolean isError(ResponseHead response) {
    return StoreOptions.isError(response.status());
  }

  private static Optional<Duration> freshFor(
      ResponseHead response,
      ResponseDirectives directives,
      StoreOptions options,
      Duration age,
      Instant now) {
    if (directives.noCache()) {
      return Optional.of(Duration.ZERO); // 5.2.2.4: never without validation
    }
    Duration ttl = options.ttl(response.status());
    if (ttl != null && options.override() && !directives.isForLarder()) {
      return Optional.of(ttl);
    }
    // The rule's ttl counts from now; the response's own from when the response was made.
    Optional<Duration> own = explicit(response.fields(), directives, now).map(it -> it.minus(age));
    if (own.isPresent()) {
      Duration most = isCapped(response, directives, options) ? options.errorTtl() : null;
      return most == null || own.get().compareTo(most) <= 0 ? own : Optional.of(most);
    }
    if (ttl != null) {
      return Optional.of(ttl);
    }
    return options.heuristic()
        ? Heuristics.freshness(response, directives, made(response.fields(), now), now)
            .map(it -> it.minus(age))
        : Optional.empty();
  }

  /**
   * For how long it is kept to be validated. What only {@code Larder-Cache-Control} forbids to be
   * served stale is not: that field is not stored, and so nothing stored would say so.
   */
  private static Duration keep(
      HttpFields response, ResponseDirectives directives, StoreOptions options, Instant now) {
    Duration keep = options.keep();
    if (keep == null || !ValidationRules.canValidate(response, now)) {
      return Duration.ZERO;
    }
    boolean forgotten =
        directives.neverStale()
            && !StoredDirectives.of(FieldRules.storable(response), options).neverStale();
    return forgotten ? Duration.ZERO : DeltaSeconds.clamp(keep);
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
    Instant made = made(response, now);
    // RFC 9111 4.2.1: of several values the most restrictive; 5.3: an invalid one, "0" above all,
    // is in the past.
    return response.all(FieldNames.EXPIRES).stream()
        .map(
            text ->
                HttpDate.parse(text.strip(), now)
                    .map(expires -> DeltaSeconds.clamp(Duration.between(made, expires)))
                    .orElse(Duration.ZERO))
        .min(Duration::compareTo);
  }

  private static Instant made(HttpFields response, Instant now) {
    return date(response, now).orElse(now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Optional<Instant> date(HttpFields response, Instant now) {
    String date = response.first(FieldNames.DATE);
    return date == null ? Optional.empty() : HttpDate.parse(date.strip(), now);
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
