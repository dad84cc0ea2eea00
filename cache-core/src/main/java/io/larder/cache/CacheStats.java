package io.larder.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was counted up to one moment, of a {@link Larder} or of one of its caches; the vocabulary is
 * that of {@link CacheListener}.
 *
 * <p>Immutable. Each number is one that was true at some time while this was read; under load they
 * need not be of the same moment. All of them only grow, and begin at 0 when the Larder is opened;
 * {@link #minus} tells what has happened in between. They are of this process alone.
 */
public final class CacheStats {

  static final CacheStats NONE = new CacheStats(Map.of(), Map.of(), Map.of(), Map.of());

  private final Map<Count, Long> counts;
  private final Map<String, Long> refusals;
  private final Map<String, Long> bypassReasons;
  private final Map<String, Long> passReasons;

  CacheStats(
      Map<Count, Long> counts,
      Map<String, Long> refusals,
      Map<String, Long> bypassReasons,
      Map<String, Long> passReasons) {
    this.counts = withoutZeros(counts);
    this.refusals = Map.copyOf(refusals);
    this.bypassReasons = Map.copyOf(bypassReasons);
    this.passReasons = Map.copyOf(passReasons);
  }

  /** Returns the requests and calls that a cache covers: the sum of the next four. */
  public long requests() {
    return hits() + staleHits() + misses() + bypasses();
  }

  /** Returns those that were answered from the store with what was fresh. */
  public long hits() {
    return get(Count.HITS);
  }

  /** Returns those that were answered from the store with what was stale. */
  public long staleHits() {
    return get(Count.STALE_HITS);
  }

  /** Returns those that were looked up in vain, {@link #collapsed} ones included. */
  public long misses() {
    return get(Count.MISSES);
  }

  /** Returns those that were not looked up. */
  public long bypasses() {
    return get(Count.BYPASSES);
  }

  /** Returns the misses that were answered by the load of another one. */
  public long collapsed() {
    return get(Count.COLLAPSED);
  }

  /** Returns the misses whose answer nobody waits for, and which is not stored. */
  public long passes() {
    return get(Count.PASSES);
  }

  /**
   * Returns the share of what was looked up that was answered from the store, fresh or stale; 0 if
   * nothing was looked up.
   */
  public double hitRatio() {
    long found = hits() + staleHits();
    long lookedUp = found + misses();
    return lookedUp == 0 ? 0 : (double) found / lookedUp;
  }

  /**
   * Returns the loads that have ended, refreshes behind clients' backs included: the sum of {@link
   * #stored}, {@link #refused} and {@link #loadFailures}.
   */
  public long loads() {
    return stored() + refused() + loadFailures();
  }

  /**
   * Returns the hits of caches that only tell what they would do, of which the answer was another
   * one by then.
   */
  public long outdated() {
    return get(Count.OUTDATED);
  }

  /** Returns the refreshes that were left out because there was no thread for them. */
  public long refreshesSkipped() {
    return get(Count.REFRESHES_SKIPPED);
  }

  /** Returns the loads whose product was stored. */
  public long stored() {
    return get(Count.STORED);
  }

  /** Returns the loads whose product was not stored. */
  public long refused() {
    return get(Count.REFUSED);
  }

  /** Returns the loads that threw or answered with 5xx. */
  public long loadFailures() {
    return get(Count.LOAD_FAILURES);
  }

  /** Returns the time that all loads have taken together. */
  public Duration loadTime() {
    return Duration.ofNanos(get(Count.LOAD_NANOS));
  }

  /** Returns the bytes of content that hits, fresh and stale, were answered with. */
  public long bytesServed() {
    return get(Count.BYTES_SERVED);
  }

  /** Returns the bytes of content that were stored, whatever has become of them since. */
  public long bytesStored() {
    return get(Count.BYTES_STORED);
  }

  /**
   * Returns how often each reason kept a load's product from being stored, as {@code Cache-Status}
   * names it; of a reason with a name behind a colon, the part before. Unmodifiable, and bounded:
   * beyond 64 reasons the rest is {@code other}.
   */
  public Map<String, Long> refusals() {
    return refusals;
  }

  /** Returns how often each reason kept a request from being looked up, see {@link #refusals}. */
  public Map<String, Long> bypassReasons() {
    return bypassReasons;
  }

  /** Returns how often each reason made a miss one of {@link #passes}, see {@link #refusals}. */
  public Map<String, Long> passReasons() {
    return passReasons;
  }

  /** Returns what has happened since an earlier moment. */
  public CacheStats minus(CacheStats earlier) {
    return with(earlier, (now, before) -> now - before);
  }

  /** Returns the sum of this and another cache's. */
  public CacheStats plus(CacheStats other) {
    return with(other, Long::sum);
  }

  private CacheStats with(CacheStats other, LongBinaryOperator operator) {
    return new CacheStats(
        with(counts, other.counts, operator),
        with(refusals, other.refusals, operator),
        with(bypassReasons, other.bypassReasons, operator),
        with(passReasons, other.passReasons, operator));
  }

  private static <K extends Comparable<K>> Map<K, Long> with(
      Map<K, Long> one, Map<K, Long> other, LongBinaryOperator operator) {
    Map<K, Long> result = new TreeMap<>();
    one.forEach((key, n) -> result.put(key, operator.applyAsLong(n, other.getOrDefault(key, 0L))));
    other.forEach((key, n) -> result.putIfAbsent(key, operator.applyAsLong(0, n)));
    return withoutZeros(result);
  }

  private static <K> Map<K, Long> withoutZeros(Map<K, Long> counts) {
    Map<K, Long> some = new HashMap<>(counts);
    some.values().removeIf(n -> n == 0);
    return Map.copyOf(some);
  }

  private long get(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CacheStats that
        && counts.equals(that.counts)
        && refusals.equals(that.refusals)
        && bypassReasons.equals(that.bypassReasons)
        && passReasons.equals(that.passReasons);
  }

  @Override
  public int hashCode() {
    return Objects.hash(counts, refusals, bypassReasons, passReasons);
  }

  /** Returns all numbers but those that are 0, in one line. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "CacheStats[", "]");
    for (Count each : Count.values()) {
      if (get(each) != 0) {
        text.add(each + "=" + get(each));
      }
    }
    if (!refusals.isEmpty()) {
      text.add("refusals=" + new TreeMap<>(refusals));
    }
    if (!bypassReasons.isEmpty()) {
      text.add("bypassReasons=" + new TreeMap<>(bypassReasons));
    }
    if (!passReasons.isEmpty()) {
      text.add("passReasons=" + new TreeMap<>(passReasons));
    }
    return text.toString();
  }
}
