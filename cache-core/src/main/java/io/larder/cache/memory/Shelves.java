package io.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.larder.cache.CacheEntry;
import io.larder.cache.Ticker;
import io.larder.cache.codec.Codec;

/**
 * Makes a view's shelves: bounded by bytes where the codec knows sizes, else by the number of
 * entries; each entry with its own lifetime.
 *
 * <p>Upkeep runs in the thread that writes, so that a bound holds when the write returns and no
 * thread is left behind.
 */
final class Shelves<V> {

  private final Codec<V> codec;
  private final Ticker ticker;
  private final long maxEntries;

  Shelves(Codec<V> codec, Ticker ticker, long maxEntries) {
    this.codec = codec;
    this.ticker = ticker;
    this.maxEntries = maxEntries;
  }

  Shelf<V> make(long share) {
    Caffeine<String, CacheEntry<V>> caffeine =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(ticker::read)
            .expireAfter(new Lifetime<>());
    return new Shelf<>(
        codec.sized()
            ? caffeine.maximumWeight(share).weigher(new Weight<>(codec)).build()
            : caffeine.maximumSize(maxEntries).build());
  }

  /** An entry lies until it is not usable any more; reading it changes nothing. */
  private static final class Lifetime<V> implements Expiry<String, CacheEntry<V>> {

    @Override
    public long expireAfterCreate(String key, CacheEntry<V> entry, long now) {
      return Math.max(0, entry.usableNanosLeft(now));
    }

    @Override
    public long expireAfterUpdate(String key, CacheEntry<V> entry, long now, long left) {
      return Math.max(0, entry.usableNanosLeft(now));
    }

    @Override
    public long expireAfterRead(String key, CacheEntry<V> entry, long now, long left) {
      return left;
    }
  }
}
