package io.larder.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view that its Larder can switch off: then it looks nothing up and stores nothing, and what ends
 * entries still goes through.
 */
final class SwitchedStore<V> implements CacheStore<V> {

  private static final Unavailable<?> OFF = new Unavailable<>("switched off");

  private final CacheStore<V> store;
  private final Larder larder;
  private volatile boolean closed;

  SwitchedStore(CacheStore<V> store, Larder larder) {
    this.store = store;
    this.larder = larder;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Lookup<V> find(String key) {
    return on() ? store.find(key) : off();
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    if (on()) {
      return store.findAll(keys);
    }
    Map<String, Lookup<V>> answers = new LinkedHashMap<>();
    keys.forEach(key -> answers.put(key, off()));
    return answers;
  }

  @Override
  public Claim claim(String key) {
    return on() ? store.claim(key) : Claim.refused(key);
  }

  @Override
  public Map<String, Claim> claimAll(Collection<String> keys) {
    if (on()) {
      return store.claimAll(keys);
    }
    Map<String, Claim> refused = new LinkedHashMap<>();
    keys.forEach(key -> refused.put(key, Claim.refused(key)));
    return refused;
  }

  @Override
  public Lease lease(String key) {
    return on() ? store.lease(key) : new Lease.Own(Claim.refused(key));
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    return on() ? store.fill(claim, value, terms) : FillResult.UNAVAILABLE;
  }

  @Override
  public List<Filled> fillAll(List<ClaimedValue<V>> values) {
    return on()
        ? store.fillAll(values)
        : Collections.nCopies(values.size(), Filled.of(FillResult.UNAVAILABLE));
  }

  @Override
  public void abandon(Claim claim) {
    store.abandon(claim);
  }

  @Override
  public void abandonAll(Collection<Claim> claims) {
    store.abandonAll(claims);
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    return larder.noted(on() ? store.put(claim, value, terms) : store.evict(claim.key()));
  }

  @Override
  public Answer putAll(List<ClaimedValue<V>> values) {
    try {
      return on()
          ? store.putAll(values)
          : store.evictAll(values.stream().map(each -> each.claim().key()).toList());
    } finally {
      Answer unused = larder.noted(Answer.APPLIED); // where one is refused the others are put
    }
  }

  @Override
  public Answer evict(String key) {
    return larder.noted(store.evict(key));
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    return larder.noted(store.evictAll(keys));
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    return larder.noted(store.invalidate(tags));
  }

  @Override
  public Answer softPurge(String key) {
    return larder.noted(store.softPurge(key));
  }

  @Override
  public Answer clear() {
    return larder.noted(store.clear());
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }

  boolean closed() {
    return closed;
  }

  /**
   * Returns whether the view itself is to be asked; a closed one is, since it refuses by itself.
   */
  private boolean on() {
    return larder.enabled() || closed;
  }

  @SuppressWarnings("unchecked") // an answer without a value suits every type of value
  private static <V> Unavailable<V> off() {
    return (Unavailable<V>) OFF;
  }
}
