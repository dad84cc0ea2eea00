package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about storing responses.
 *
 * @param methods the methods whose responses may be stored, for requests of the same method; see
 *     {@link CachedMethods#isKeyedByContent} for what else they have in common
 * @param statuses the status codes that may be stored, and to which {@code ttl} applies
 * @param anyStatus whether the other final status codes may be stored too if the response says
 *     itself how long it is fresh, or RFC 9111 has a heuristic for it
 * @param keyFields the request fields that the key holds, in lower case: a response may vary on
 *     these
 * @param variants whether a response may vary on other request fields too, because several variants
 *     are kept under one key; {@code Vary: *} is refused all the same
 * @param contentEncodings what to do with responses whose content is encoded
 * @param setCookies whether a response that sets a cookie may be stored
 * @param tokens whether a response with a nonce or a token against forged requests may be stored
 * @param trailers whether a response with trailer fields may be stored without them
 * @param ttl how long a response is fresh that does not say so itself; null: it is not stored
 * @param errorTtl the same for status codes from 400 on, for which {@code ttl} does not count
 * @param heuristic whether a response that has no lifetime, and no {@code ttl} either, is fresh for
 *     a tenth of the time for which it had not changed, at most a day (RFC 9111, 4.2.2)
 * @param staleWhileRevalidate how long a response may be served stale while it is refreshed if it
 *     does not say so itself; null: not at all
 * @param staleIfError how long a response may be served stale instead of an error if it does not
 *     say so itself; null: not at all
 * @param keep how long a stale response that has a validator is kept after its lifetime, to be
 *     served again when the handler has confirmed it; then a response may be stored that is not
 *     fresh at all; null: not at all
 * @param override whether the rule's lifetimes beat those of the response
 * @param authenticated what to do with responses to requests that come with a user
 * @param targets the targeted fields that count, the most specific first (RFC 9213, 2.2)
 * @param liftsRestrictions whether a response may lift its own restrictions as the RFCs let it: the
 *     first valid targeted field stands in place of {@code Cache-Control} and {@code Expires} (RFC
 *     9213, 2.2), and {@code must-understand} lifts {@code no-store} for a status that is
 *     understood (RFC 9111, 5.2.2.3). If not, a restriction counts wherever it stands
 */
public record StoreOptions(
    Set<String> methods,
    Set<Integer> statuses,
    boolean anyStatus,
    Set<String> keyFields,
    boolean variants,
    ContentEncodings contentEncodings,
    boolean setCookies,
    boolean tokens,
    boolean trailers,
    @Nullable Duration ttl,
    @Nullable Duration errorTtl,
    boolean heuristic,
    @Nullable Duration staleWhileRevalidate,
    @Nullable Duration staleIfError,
    @Nullable Duration keep,
    boolean override,
    AuthenticatedUse authenticated,
    List<String> targets,
    boolean liftsRestrictions) {
  /** Status 200, no field in the key, and only what says itself how long it is fresh. */
  public static final StoreOptions DEFAULT = builder().build();

  /**
   * All that RFC 9111 lets a shared cache store for an origin that knows HTTP caching, except for
   * what sets a cookie. What is stale is kept for 10 minutes to be validated.
   */
  public static final StoreOptions PROXY =
      builder()
          .methods(CachedMethods.SAFE)
          .anyStatus(true)
          .variants(true)
          .contentEncodings(ContentEncodings.STORED)
          .tokens(true)
          .trailers(true)
          .heuristic(true)
          .keep(Duration.ofMinutes(10))
          .authenticated(AuthenticatedUse.IF_RESPONSE_ALLOWS)
          .targets(List.of(FieldNames.LARDER_CACHE_CONTROL, FieldNames.CDN_CACHE_CONTROL))
          .liftsRestrictions(true)
          .build();

  /**
   * Refuses what cannot be stored or means nothing.
   *
   * @throws IllegalArgumentException if a method or status can never be stored, a field name is not
   *     in lower case, a duration is negative, ttl or keep zero, or there is nothing that could
   *     override
   */
  public StoreOptions {
    requireNonNull(contentEncodings, "contentEncodings");
    requireNonNull(authenticated, "authenticated");
    methods = CachedMethods.checked(methods);
    statuses = Set.copyOf(statuses);
    keyFields = Set.copyOf(keyFields);
    targets = List.copyOf(targets);
    for (int status : statuses) {
      // RFC 9111 3: final ones; 3.3 and 4.3.3: partial and not modified ones update others
      if (status < 200 || status > 599 || status == 206 || status == 304) {
        throw new IllegalArgumentException(
            "A response with status " + status + " cannot be stored: remove it from statuses");
      }
    }
    for (String name : keyFields) {
      if (!name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "The names in keyFields are in lower case: write " + name.toLowerCase(Locale.ROOT));
      }
    }
    checkPositive(ttl, "ttl");
    checkPositive(errorTtl, "errorTtl");
    checkPositive(keep, "keep");
    checkNotNegative(staleWhileRevalidate, "staleWhileRevalidate");
    checkNotNegative(staleIfError, "staleIfError");
    if (override && ttl == null && staleWhileRevalidate == null && staleIfError == null) {
      throw new IllegalArgumentException("override needs a ttl or a stale setting that overrides");
    }
  }

  /** How long a response of that status is fresh that does not say so itself; null: it is not. */
  @Nullable Duration ttl(int status) {
    if (!statuses.contains(status)) {
      return null; // the rule's lifetimes are for the statuses that it names
    }
    return isError(status) ? errorTtl : ttl;
  }

  /** Whether a rule's lifetimes are other ones than a page's. */
  static boolean isError(int status) {
    return status >= 400;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these options. */
  public Builder toBuilder() {
    return new Builder()
        .methods(methods)
        .statuses(statuses)
        .anyStatus(anyStatus)
        .keyFields(keyFields)
        .variants(variants)
        .contentEncodings(contentEncodings)
        .setCookies(setCookies)
        .tokens(tokens)
        .trailers(trailers)
        .ttl(ttl)
        .errorTtl(errorTtl)
        .heuristic(heuristic)
        .staleWhileRevalidate(staleWhileRevalidate)
        .staleIfError(staleIfError)
        .keep(keep)
        .override(override)
        .authenticated(authenticated)
        .targets(targets)
        .liftsRestrictions(liftsRestrictions);
  }

  private static void checkPositive(@Nullable Duration duration, String name) {
    if (duration != null && (duration.isNegative() || duration.isZero())) {
      throw new IllegalArgumentException(name + " must be longer than zero, not " + duration);
    }
  }

  private static void checkNotNegative(@Nullable Duration duration, String name) {
    if (duration != null && duration.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
    }
  }

  /** Collects options. Not safe for use by several threads. */
  public static final class Builder {
    private Set<String> methods = CachedMethods.GET_ALONE;
    private Set<Integer> statuses = Set.of(200);
    private boolean anyStatus;
    private Set<String> keyFields = Set.of();
    private boolean variants;
    private ContentEncodings contentEncodings = ContentEncodings.REFUSED;
    private boolean setCookies;
    private boolean tokens;
    private boolean trailers;
    private @Nullable Duration ttl;
    private @Nullable Duration errorTtl;
    private boolean heuristic;
    private @Nullable Duration staleWhileRevalidate;
    private @Nullable Duration staleIfError;
    private @Nullable Duration keep;
    private boolean override;
    private AuthenticatedUse authenticated = AuthenticatedUse.BYPASS;
    private List<String> targets = List.of(FieldNames.LARDER_CACHE_CONTROL);
    private boolean liftsRestrictions;

    private Builder() {}

    /** The methods whose responses may be stored. */
    public Builder methods(Set<String> methods) {
      this.methods = methods;
      return this;
    }

    /** The status codes that may be stored. */
    public Builder statuses(Set<Integer> statuses) {
      this.statuses = statuses;
      return this;
    }

    /** Whether other final status codes may be stored that state their freshness. */
    public Builder anyStatus(boolean anyStatus) {
      this.anyStatus = anyStatus;
      return this;
    }

    /** The request fields that the key holds, in lower case. */
    public Builder keyFields(Set<String> keyFields) {
      this.keyFields = keyFields;
      return this;
    }

    /** Whether several variants are kept under one key. */
    public Builder variants(boolean variants) {
      this.variants = variants;
      return this;
    }

    /** What to do with responses whose content is encoded. */
    public Builder contentEncodings(ContentEncodings contentEncodings) {
      this.contentEncodings = contentEncodings;
      return this;
    }

    /** Whether a response that sets a cookie may be stored. */
    public Builder setCookies(boolean setCookies) {
      this.setCookies = setCookies;
      return this;
    }

    /** Whether a response with a nonce or a token against forged requests may be stored. */
    public Builder tokens(boolean tokens) {
      this.tokens = tokens;
      return this;
    }

    /** Whether a response with trailer fields may be stored without them. */
    public Builder trailers(boolean trailers) {
      this.trailers = trailers;
      return this;
    }

    /** How long a response is fresh that does not say so itself. */
    public Builder ttl(@Nullable Duration ttl) {
      this.ttl = ttl;
      return this;
    }

    /** How long a response with a status from 400 on is fresh that does not say so itself. */
    public Builder errorTtl(@Nullable Duration errorTtl) {
      this.errorTtl = errorTtl;
      return this;
    }

    /** Whether a lifetime is guessed from how long the response had not changed. */
    public Builder heuristic(boolean heuristic) {
      this.heuristic = heuristic;
      return this;
    }

    /** How long a stale response may be served while it is refreshed. */
    public Builder staleWhileRevalidate(@Nullable Duration staleWhileRevalidate) {
      this.staleWhileRevalidate = staleWhileRevalidate;
      return this;
    }

    /** How long a stale response may be served instead of an error. */
    public Builder staleIfError(@Nullable Duration staleIfError) {
      this.staleIfError = staleIfError;
      return this;
    }

    /** How long a stale response is kept to be validated. */
    public Builder keep(@Nullable Duration keep) {
      this.keep = keep;
      return this;
    }

    /** Whether the rule's lifetimes beat those of the response. */
    public Builder override(boolean override) {
      this.override = override;
      return this;
    }

    /** What to do with responses to requests that come with a user. */
    public Builder authenticated(AuthenticatedUse authenticated) {
      this.authenticated = authenticated;
      return this;
    }

    /** The targeted fields that count, the most specific first. */
    public Builder targets(List<String> targets) {
      this.targets = targets;
      return this;
    }

    /** Whether a response may lift its own restrictions as the RFCs let it. */
    public Builder liftsRestrictions(boolean liftsRestrictions) {
      this.liftsRestrictions = liftsRestrictions;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException as the record's constructor says
     */
    public StoreOptions build() {
      return new StoreOptions(
          methods,
          statuses,
          anyStatus,
          keyFields,
          variants,
          contentEncodings,
          setCookies,
          tokens,
          trailers,
          ttl,
          errorTtl,
          heuristic,
          staleWhileRevalidate,
          staleIfError,
          keep,
          override,
          authenticated,
          targets,
          liftsRestrictions);
    }
  }
}
