package io.larder.servlet;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about a filter as a whole: its builder, or its init-params. Immutable.
 *
 * @param store the URI of the store to open
 * @param ttl beats the annotations' ttl
 * @param maxWaiters see {@link WaitLimits}
 * @param maxWaitersPerKey see {@link WaitLimits}
 * @param waitTimeout see {@link WaitLimits}
 * @param asyncWaiters see {@link WaitLimits}; null: where no other filter is registered
 * @param maxRefreshes see {@link WaitLimits}
 * @param maxInFlight see {@link InFlight}, in bytes
 * @param strict whether a read that keeps a response out of the store is an exception
 * @param mode whether rules only tell what they would do
 * @param rules the rules
 * @param caches what is said of caches that the Larder has beside the pages
 */
record FilterSettings(
    @Nullable String store,
    @Nullable Duration ttl,
    @Nullable Integer maxWaiters,
    @Nullable Integer maxWaitersPerKey,
    @Nullable Duration waitTimeout,
    @Nullable Boolean asyncWaiters,
    @Nullable Integer maxRefreshes,
    @Nullable Long maxInFlight,
    @Nullable Boolean strict,
    @Nullable CacheMode mode,
    List<CacheRule> rules,
    NamedCaches caches) {

  static final FilterSettings NONE =
      new FilterSettings(
          null, null, null, null, null, null, null, null, null, null, List.of(), NamedCaches.NONE);

  FilterSettings {
    rules = List.copyOf(rules);
  }

  /** What holds for all rules and annotations, where these settings beat lower ones. */
  Attributes filterWide(FilterSettings lower) {
    Duration chosen = ttl != null ? ttl : lower.ttl;
    Boolean exceptions = strict != null ? strict : lower.strict;
    Attributes wide =
        chosen == null ? Attributes.NONE : Attributes.NONE.with(Vocabulary.TTL, chosen);
    if (exceptions != null) {
      wide = wide.with(Vocabulary.STRICT, exceptions);
    }
    CacheMode chosenMode = mode != null ? mode : lower.mode;
    return chosenMode == null ? wide : wide.with(Vocabulary.MODE, chosenMode);
  }

  /** The bytes that may be in flight, where these settings beat lower ones. */
  long inFlight(FilterSettings lower) {
    Long chosen = maxInFlight != null ? maxInFlight : lower.maxInFlight;
    return chosen != null ? chosen : InFlight.byDefault();
  }

  /**
   * The limits on waiting and refreshing, where these settings beat lower ones.
   *
   * @param alone whether no other filter is registered
   */
  WaitLimits waitLimits(FilterSettings lower, boolean alone) {
    Integer perKey = maxWaitersPerKey != null ? maxWaitersPerKey : lower.maxWaitersPerKey;
    Integer waiters = maxWaiters != null ? maxWaiters : lower.maxWaiters;
    Integer refreshes = maxRefreshes != null ? maxRefreshes : lower.maxRefreshes;
    Boolean async = asyncWaiters != null ? asyncWaiters : lower.asyncWaiters;
    Duration timeout = waitTimeout != null ? waitTimeout : lower.waitTimeout;
    return new WaitLimits(
        waiters != null ? waiters : WaitLimits.DEFAULT.maxWaiters(),
        perKey != null ? perKey : WaitLimits.DEFAULT.maxWaitersPerKey(),
        timeout != null ? timeout : WaitLimits.DEFAULT.waitTimeout(),
        async != null ? async : alone,
        refreshes != null ? refreshes : WaitLimits.DEFAULT.maxRefreshes());
  }
}
