package io.larder.servlet;

import io.larder.cache.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What one rule may put into the store, over all of its pages.
 *
 * @param newKeys how many new keys a minute
 * @param ledger how many bytes; null if that is not limited
 */
record RuleCaps(NewKeys newKeys, @Nullable Ledger ledger) {

  /** Those of all rules of one filter. Thread-safe, bounded by their number. */
  static final class All {

    private final PageStore store;
    private final Ticker ticker;
    private final ConcurrentMap<Object, RuleCaps> byRule = new ConcurrentHashMap<>();

    All(PageStore store, Ticker ticker) {
      this.store = store;
      this.ticker = ticker;
    }

    /** Those of a policy, see {@link Policy#capped}. */
    RuleCaps of(Policy policy) {
      Object whose = policy.capped();
      RuleCaps known = byRule.get(whose);
      return known != null ? known : byRule.computeIfAbsent(whose, unused -> make(policy));
    }

    private RuleCaps make(Policy policy) {
      Long share = policy.caps().share();
      return new RuleCaps(
          new NewKeys(policy.caps().maxNewKeys(), ticker),
          share == null ? null : new Ledger(share, store, ticker));
    }
  }
}
