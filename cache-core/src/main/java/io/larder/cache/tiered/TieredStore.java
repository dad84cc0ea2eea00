package io.larder.cache.tiered;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.ClaimedValue;
import io.larder.cache.FillResult;
import io.larder.cache.Filled;
import io.larder.cache.Lease;
import io.larder.cache.LimitException;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A view with copies of what is fresh before it: of what was looked up, and of what a load of this
 * node has stored. What was put is copied when it is asked for. What this node itself ends is gone
 * from its copies before the call returns.
 */
final class TieredStore<V> implements CacheStore<V> {

  private final CacheStore<V> far;
  private final CacheStore<CacheEntry<V>> near;
  private final TieredBackend backend;
  private final Coherence coherence;
  private final CopyCounts counts;
  private final Landings landings = new Landings();
  private final Ticker ticker;

  TieredStore(CacheStore<V> far, CacheStore<CacheEntry<V>> near, TieredBackend backend) {
    this.far = far;
    this.near = near;
    this.backend = backend;
    this.coherence = backend.coherence();
    this.counts = backend.counts();
    this.ticker = backend.ticker();
  }

  @Override
  public String name() {
    return far.name();
  }

  @Override
  public Lookup<V> find(String key) {
    long now = ticker.read();
    if (!coherence.isCurrent(now)) {
      counts.untrusted(coherence.isConnected(), 1);
      return far.find(key);
    }
    CacheEntry<V> copy = copy(near.find(key), now);
    if (copy != null) {
      counts.hit();
      return copy;
    }
    counts.miss();
    Claim claim = near.claim(key); // before the look-up: what is announced from now on refuses it
    Lookup<V> found = far.find(key);
    keep(claim, found);
    return found;
  }

  @Override
  public Map<String, Lookup<V>> findAll(Collection<String> keys) {
    long now = ticker.read();
    if (!coherence.isCurrent(now)) {
      counts.untrusted(coherence.isConnected(), keys.size());
      return far.findAll(keys);
    }
    Map<String, Lookup<V>> found = new LinkedHashMap<>(); // in the order of the keys
    Map<String, Claim> missing = new LinkedHashMap<>();
    for (String key : keys) {
      CacheEntry<V> copy = copy(near.find(key), now);
      if (copy == null) {
        counts.miss();
        missing.computeIfAbsent(key, near::claim);
      } else {
        counts.hit();
      }
      found.put(key, copy == null ? new Miss<>(Miss.UNKNOWN) : copy);
    }
    if (!missing.isEmpty()) {
      found.putAll(far.findAll(missing.keySet()));
      missing.forEach((key, claim) -> keep(claim, found.get(key)));
    }
    return found;
  }

  /** Returns the copy that was found, if it is fresh: what is stale may have been replaced. */
  private @Nullable CacheEntry<V> copy(Lookup<CacheEntry<V>> found, long now) {
    if (found instanceof CacheEntry<CacheEntry<V>> lying && !lying.softPurged()) {
      CacheEntry<V> copy = lying.value();
      return copy != null && copy.isFresh(now) ? copy : null;
    }
    return null;
  }

  /** Makes a copy, unless it was ended since the claim; returns whether it lies there. */
  private boolean keep(Claim claim, @Nullable Lookup<V> found) {
    long now = ticker.read();
    backend.copies().advance(now);
    if (found instanceof CacheEntry<V> entry && entry.isFresh(now)) {
      try {
        return near.fill(claim, entry, termsOf(entry, now)) == FillResult.STORED;
      } catch (LimitException e) {
        // It is too big for the copies' share of the memory, and stays where it is.
      }
    }
    near.abandon(claim);
    return false;
  }

  /**
   * Returns for how long a copy may take up memory; for how long it counts, the entry itself says.
   * Mostly the entry's own terms will do: a second object a copy is one more to keep, and one more
   * to fetch from memory for each hit.
   */
  private static Terms termsOf(CacheEntry<?> entry, long now) {
    long left = entry.freshNanosLeft(now);
    return entry.isFreshWhileFound() && left >= entry.terms().freshNanos() / 2
        ? entry.terms()
        : Terms.ttl(Duration.ofNanos(left)).tagged(entry.tags());
  }

  @Override
  public Claim claim(String key) {
    if (!(far instanceof FillingStore) || !coherence.isCurrent(ticker.read())) {
      return far.claim(key);
    }
    Claim landing = near.claim(key); // before the other: what is announced from now on refuses it
    Claim claim = far.claim(key);
    if (claim.granted()) {
      landings.add(claim, landing);
    }
    return claim;
  }

  @Override
  public Map<String, Claim> claimAll(Collection<String> keys) {
    if (!(far instanceof FillingStore) || !coherence.isCurrent(ticker.read())) {
      return far.claimAll(keys);
    }
    Map<String, Claim> ours = new HashMap<>(); // before the others, as above
    keys.forEach(key -> ours.computeIfAbsent(key, near::claim));
    Map<String, Claim> claims = far.claimAll(keys);
    claims.forEach(
        (key, claim) -> {
          Claim landing = ours.get(key);
          if (claim.granted() && landing != null) {
            landings.add(claim, landing);
          }
        });
    return claims;
  }

  @Override
  public Lease lease(String key) {
    if (!(far instanceof FillingStore) || !coherence.isCurrent(ticker.read())) {
      return far.lease(key);
    }
    Claim landing = near.claim(key);
    Lease lease = far.lease(key);
    if (lease instanceof Lease.Own own && own.claim().granted()) {
      landings.add(own.claim(), landing);
    } else {
      near.abandon(landing);
    }
    return lease;
  }

  @Override
  public FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    Claim landing = landings.remove(claim);
    boolean[] copied = {false};
    try {
      return landing != null && far instanceof FillingStore<V> filling
          ? filling.fill(claim, value, terms, entry -> copied[0] = keep(landing, entry))
          : far.fill(claim, value, terms);
    } finally {
      if (!copied[0]) {
        near.evict(claim.key()); // an older one, which was replaced before its time was over
      }
    }
  }

  @Override
  public List<Filled> fillAll(List<ClaimedValue<V>> values) {
    Map<Long, Claim> landing = new HashMap<>();
    Set<String> uncopied = new HashSet<>();
    for (ClaimedValue<V> each : values) {
      uncopied.add(each.claim().key());
      Claim own = landings.remove(each.claim());
      if (own != null) {
        landing.put(each.claim().id(), own);
      }
    }
    try {
      return far instanceof FillingStore<V> filling
          ? filling.fillAll(
              values,
              (claim, entry) -> {
                Claim own = landing.get(claim.id());
                if (own != null && keep(own, entry)) {
                  uncopied.remove(claim.key());
                }
              })
          : far.fillAll(values);
    } finally {
      near.evictAll(uncopied);
    }
  }

  @Override
  public void abandon(Claim claim) {
    leave(claim);
    far.abandon(claim);
  }

  @Override
  public void abandonAll(Collection<Claim> claims) {
    claims.forEach(this::leave);
    far.abandonAll(claims);
  }

  /** Leaves no copy under a claim. */
  private void leave(Claim claim) {
    Claim landing = landings.remove(claim);
    if (landing != null) {
      near.abandon(landing);
    }
  }

  @Override
  public Answer put(Claim claim, @Nullable V value, Terms terms) {
    Claim unused = landings.remove(claim);
    try {
      return far.put(claim, value, terms);
    } finally {
      near.evict(claim.key());
    }
  }

  @Override
  public Answer putAll(List<ClaimedValue<V>> values) {
    for (ClaimedValue<V> each : values) {
      Claim unused = landings.remove(each.claim());
    }
    try {
      return far.putAll(values);
    } finally {
      near.evictAll(values.stream().map(each -> each.claim().key()).toList());
    }
  }

  @Override
  public Answer evict(String key) {
    Answer answer = far.evict(key);
    near.evict(key);
    return answer;
  }

  @Override
  public Answer evictAll(Collection<String> keys) {
    Answer answer = far.evictAll(keys);
    near.evictAll(keys);
    return answer;
  }

  @Override
  public Answer invalidate(Collection<String> tags) {
    Answer answer = far.invalidate(tags);
    backend.copies().memory().invalidate(tags);
    return answer;
  }

  @Override
  public Answer softPurge(String key) {
    Answer answer = far.softPurge(key);
    near.evict(key);
    return answer;
  }

  @Override
  public Answer clear() {
    Answer answer = far.clear();
    near.clear();
    return answer;
  }

  @Override
  public void close() {
    backend.copies().close(near);
    far.close();
  }
}
