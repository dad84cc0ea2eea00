package io.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Weigher;
import io.larder.cache.CacheEntry;
import io.larder.cache.codec.Codec;

/**
 * What an entry counts against the budget: the bytes of its value, as its codec knows them, of its
 * key and tags, and a fixed cost.
 *
 * @param codec knows the sizes of values
 */
record Weight<V>(Codec<V> codec) implements Weigher<String, CacheEntry<V>> {

  /**
   * Bytes that an entry takes beside its value and the characters of its key and tags: the entry,
   * its terms, the key's object and the cache's own node. 246 were measured, see {@code
   * EntryCostTest}.
   */
  static final int ENTRY = 264;

  /** Bytes that a tag takes beside its characters. */
  static final int TAG = 80;

  @Override
  public int weigh(String key, CacheEntry<V> entry) {
    long weight = ENTRY + (long) Utf8.length(key) + valueBytes(entry);
    for (String tag : entry.tags()) {
      weight += TAG + Utf8.length(tag);
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  long valueBytes(CacheEntry<V> entry) {
    V value = entry.value();
    return value == null ? 0 : codec.sizeOf(value).orElse(0);
  }
}
