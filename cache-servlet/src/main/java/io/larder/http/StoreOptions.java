package io.larder.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about storing responses.
 *
 * @param statuses the status codes that may be stored
 * @param keyFields the request fields that the key holds, in lower case: a response may vary on
 *     these
 * @param ttl how long a response is fresh that does not say so itself; null: it is not stored
 * @param staleWhileRevalidate how long a response may be served stale while it is refreshed if it
 *     does not say so itself; null: not at all
 * @param staleIfError how long a response may be served stale instead of an error if it does not
 *     say so itself; null: not at all
 * @param override whether the rule's lifetimes beat those of the response
 * @param authenticated what to do with responses to requests that come with a user
 */
public record StoreOptions(
    Set<Integer> statuses,
    Set<String> keyFields,
    @Nullable Duration ttl,
    @Nullable Duration staleWhileRevalidate,
    @Nullable Duration staleIfError,
    boolean override,
    AuthenticatedUse authenticated) {
  /** Status 200, no field in the key, and only what says itself how long it is fresh. */
  public static final StoreOptions DEFAULT = builder().build();

  /**
   * Refuses what cannot be stored or means nothing.
   *
   * @throws IllegalArgumentException if a status can never be stored, a field name is not in lower
   *     case, a duration is negative or a ttl zero, or there is nothing that could override
   */
  public StoreOptions {
    requireNonNull(authenticated, "authenticated");
    statuses = Set.copyOf(statuses);
    keyFields = Set.copyOf(keyFields);
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
    if (ttl != null && (ttl.isNegative() || ttl.isZero())) {
      throw new IllegalArgumentException("ttl must be longer than zero, not " + ttl);
    }
    checkNotNegative(staleWhileRevalidate, "staleWhileRevalidate");
    checkNotNegative(staleIfError, "staleIfError");
    if (override && ttl == null && staleWhileRevalidate == null && staleIfError == null) {
      throw new IllegalArgumentException("override needs a ttl or a stale setting that overrides");
    }
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void checkNotNegative(@Nullable Duration duration, String name) {
    if (duration != null && duration.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
    }
  }

  /** Collects options. Not safe for use by several threads. */
  public static final class Builder {
    private Set<Integer> statuses = Set.of(200);
    private Set<String> keyFields = Set.of();
    private @Nullable Duration ttl;
    private @Nullable Duration staleWhileRevalidate;
    private @Nullable Duration staleIfError;
    private boolean override;
    private AuthenticatedUse authenticated = AuthenticatedUse.BYPASS;

    private Builder() {}

    /** The status codes that may be stored. */
    public Builder statuses(Set<Integer> statuses) {
      this.statuses = statuses;
      return this;
    }

    /** The request fields that the key holds, in lower case. */
    public Builder keyFields(Set<String> keyFields) {
      this.keyFields = keyFields;
      return this;
    }

    /** How long a response is fresh that does not say so itself. */
    public Builder ttl(@Nullable Duration ttl) {
      this.ttl = ttl;
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

    /**
     * The options.
     *
     * @throws IllegalArgumentException as the record's constructor says
     */
    public StoreOptions build() {
      return new StoreOptions(
          statuses, keyFields, ttl, staleWhileRevalidate, staleIfError, override, authenticated);
    }
  }
}
