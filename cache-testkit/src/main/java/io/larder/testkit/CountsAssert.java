package io.larder.testkit;

import io.larder.cache.CacheStats;
import java.util.function.ToLongFunction;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about what was counted; the words are those of {@link CacheStats}. Each fails with all
 * that was counted.
 *
 * @param <S> its own type
 * @param <A> whose counts they are
 */
public abstract class CountsAssert<S extends CountsAssert<S, A>, A> extends AbstractAssert<S, A> {

  CountsAssert(@Nullable A actual, Class<S> type) {
    super(actual, type);
  }

  /** Returns what was counted so far. */
  abstract CacheStats counted();

  /** Returns whose counts they are, for a message. */
  abstract String subject();

  /** Fails unless so many requests and calls were answered with what was fresh. */
  public S hasHits(long expected) {
    return has(expected, "hits", CacheStats::hits);
  }

  /** Fails unless so many were answered with what was stale. */
  public S hasStaleHits(long expected) {
    return has(expected, "stale hits", CacheStats::staleHits);
  }

  /** Fails unless so many were looked up in vain, collapsed ones included. */
  public S hasMisses(long expected) {
    return has(expected, "misses", CacheStats::misses);
  }

  /** Fails unless so many misses were answered by the load of another one. */
  public S hasCollapsed(long expected) {
    return has(expected, "collapsed misses", CacheStats::collapsed);
  }

  /** Fails unless so many were not looked up. */
  public S hasBypasses(long expected) {
    return has(expected, "bypasses", CacheStats::bypasses);
  }

  /** Fails unless so many misses had a load for themselves, which is not stored. */
  public S hasPasses(long expected) {
    return has(expected, "passes", CacheStats::passes);
  }

  /** Fails unless so many loads have ended, failed ones and refreshes included. */
  public S hasLoads(long expected) {
    return has(expected, "loads", CacheStats::loads);
  }

  /** Fails unless the product of so many loads was stored. */
  public S hasStored(long expected) {
    return has(expected, "stored loads", CacheStats::stored);
  }

  /** Fails unless the product of so many loads was not stored. */
  public S hasRefused(long expected) {
    return has(expected, "refused loads", CacheStats::refused);
  }

  /** Fails unless so many loads have failed. */
  public S hasLoadFailures(long expected) {
    return has(expected, "failed loads", CacheStats::loadFailures);
  }

  /** Fails unless so many refreshes were left out because there was no thread for them. */
  public S hasSkippedRefreshes(long expected) {
    return has(expected, "skipped refreshes", CacheStats::refreshesSkipped);
  }

  private S has(long expected, String what, ToLongFunction<CacheStats> count) {
    isNotNull();
    CacheStats stats = counted();
    long found = count.applyAsLong(stats);
    if (found != expected) {
      throw failure("%s was to have %d %s and has %d: %s", subject(), expected, what, found, stats);
    }
    return myself;
  }
}
