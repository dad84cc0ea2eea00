package io.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import io.larder.cache.CacheEntry;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The Caffeine cache in which a view's entries lie.
 *
 * <p>Caffeine orders its entries by use, to know which to evict, and that order is most of what a
 * look-up costs: one in sixteen reads pays for all of them, and threads that read one key wait for
 * each other. So not every use is told to it. Where there is room for an eighth more nothing is
 * about to be evicted, and one use in {@value #OF_ROOMY} is enough for the order to begin with; in
 * a full shelf it is every other one, which finds as much as all of them do.
 *
 * <p>Safe for use by several threads.
 */
final class Shelf<V> {

  /** One use in so many is counted where there is room. */
  static final int OF_ROOMY = 16;

  /** One use in so many is counted in a full shelf. */
  static final int OF_FULL = 2;

  private final Cache<String, CacheEntry<V>> entries;
  private final Policy<String, CacheEntry<V>> policy;
  private final Policy.Eviction<String, CacheEntry<V>> eviction;
  private volatile long maximum;
  private volatile int sample = OF_ROOMY;

  /**
   * Takes a cache into use.
   *
   * @param entries an empty cache with a bound
   */
  Shelf(Cache<String, CacheEntry<V>> entries) {
    this.entries = entries;
    this.policy = entries.policy();
    this.eviction = policy.eviction().orElseThrow();
    this.maximum = eviction.getMaximum();
  }

  /** Returns what lies under a key, which is a use of it. */
  @Nullable CacheEntry<V> find(String key) {
    return ThreadLocalRandom.current().nextInt(sample) == 0
        ? entries.getIfPresent(key)
        : policy.getIfPresentQuietly(key);
  }

  /** Returns what lies under a key, without using it. */
  @Nullable CacheEntry<V> peek(String key) {
    return policy.getIfPresentQuietly(key);
  }

  /** Lays an entry under a key, and evicts what there is no room for. */
  void put(String key, CacheEntry<V> entry) {
    entries.put(key, entry);
    look();
  }

  /** Takes away what lies under a key. */
  void remove(String key) {
    entries.invalidate(key);
  }

  /** Sets the bound, in bytes, of a shelf that weighs. */
  void resize(long bytes) {
    eviction.setMaximum(bytes);
    maximum = bytes;
    look();
  }

  /** Returns the keys that lie there. */
  Iterable<String> keys() {
    return entries.asMap().keySet();
  }

  /** Returns what it is made of. */
  Cache<String, CacheEntry<V>> entries() {
    return entries;
  }

  private void look() {
    OptionalLong weight = eviction.weightedSize();
    long used = weight.isPresent() ? weight.getAsLong() : entries.estimatedSize();
    int now = used < maximum - maximum / 8 ? OF_ROOMY : OF_FULL;
    if (now != sample) { // else every reader would have to read it again
      sample = now;
    }
  }
}
