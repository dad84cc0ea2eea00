package io.larder.testkit.contract;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules of a store in their plainest form, for one thread, any one of which can be taken out:
 * what the contract has to notice.
 */
final class BreakableStore implements CacheStore<String> {

  /** A rule that can be taken out. */
  enum Rule {
    /** None: the store is sound. */
    NONE,
    /** A fill lands where nothing lies any more. */
    CLAIM,
    /** A look-up does not compare tags. */
    TAG,
    /** A look-up does not compare the view's clear mark. */
    CLEAR,
    /** A put's as-of is from after its value was computed. */
    PUT_STAMP,
    /** A put overwrites whatever lies there. */
    PUT_CAS,
    /** A fill overwrites whatever lies there. */
    FILL_CAS,
    /** An evict does not move the clock. */
    EVICT_MOVES
  }

  private final Rule broken;
  private final Map<String, CacheEntry<String>> entries = new HashMap<>();
  private final Map<String, Long> claims = new HashMap<>();
  private final Map<String, Long> tags = new HashMap<>();
  private long clock;
  private long clearMark;
  private long ids;

  BreakableStore(Rule broken) {
    this.broken = broken;
  }

  @Override
  public String name() {
    return "breakable";
  }

  @Override
  public Lookup<String> find(String key) {
    CacheEntry<String> entry = entries.get(key);
    if (entry == null || hasEnded(entry)) {
      return new Miss<>(clock);
    }
    return entry;
  }

  private boolean hasEnded(CacheEntry<String> entry) {
    boolean cleared = broken != Rule.CLEAR && entry.asOf() < clearMark;
    boolean tagged =
        broken != Rule.TAG
            && entry.tags().stream().anyMatch(tag -> entry.asOf() < tags.getOrDefault(tag, 0L));
    return cleared || tagged;
  }

  @Override
  public Map<String, Lookup<String>> findAll(Collection<String> keys) {
    Map<String, Lookup<String>> found = new LinkedHashMap<>();
    keys.forEach(key -> found.put(key, find(key)));
    return found;
  }

  @Override
  public Claim claim(String key) {
    CacheEntry<String> entry = entries.get(key);
    long id = entry != null ? entry.id() : claims.computeIfAbsent(key, k -> ++ids);
    return new Claim(key, id, clock, true);
  }

  private long lying(String key) {
    CacheEntry<String> entry = entries.get(key);
    return entry != null ? entry.id() : claims.getOrDefault(key, 0L);
  }

  private void write(String key, String value, long asOf, Terms terms) {
    claims.remove(key);
    entries.put(key, new CacheEntry<>(value, ++ids, asOf, terms, 0, false));
  }

  @Override
  public FillResult fill(Claim claim, String value, Terms terms) {
    long lying = lying(claim.key());
    boolean stored =
        lying == claim.id()
            || (lying == 0 && broken == Rule.CLAIM)
            || (lying != 0 && broken == Rule.FILL_CAS);
    if (stored) {
      write(claim.key(), value, claim.stamp(), terms);
    }
    return stored ? FillResult.STORED : FillResult.REFUSED;
  }

  @Override
  public void abandon(Claim claim) {
    claims.remove(claim.key(), claim.id());
  }

  @Override
  public Answer put(Claim claim, String value, Terms terms) {
    if (lying(claim.key()) == claim.id() || broken == Rule.PUT_CAS) {
      write(claim.key(), value, broken == Rule.PUT_STAMP ? clock : claim.stamp(), terms);
    } else {
      vanish(claim.key());
    }
    clock++;
    return Answer.APPLIED;
  }

  @Override
  public Answer evict(String key) {
    vanish(key);
    clock += broken == Rule.EVICT_MOVES ? 0 : 1;
    return Answer.APPLIED;
  }

  void vanish(String key) {
    entries.remove(key);
    claims.remove(key);
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    keys.forEach(this::evict);
    return Answer.APPLIED;
  }

  @Override
  public Answer invalidate(Collection<String> ended) {
    clock++;
    ended.forEach(tag -> tags.put(tag, clock));
    return Answer.APPLIED;
  }

  @Override
  public Answer softPurge(String key) {
    throw new UnsupportedOperationException("no process of the exploration purges softly");
  }

  @Override
  public Answer clear() {
    clearMark = ++clock;
    return Answer.APPLIED;
  }

  @Override
  public void close() {}
}
