package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Page;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.http.Vary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies under a key that stands for many pages, such as all answers to QUERY of one URI: a
 * random generation that each of their keys contains. So evicting this ends them all in one step,
 * and those that are just computed too: what they are stored under, nobody looks for any more.
 *
 * <p>It is there for an hour, and longer as long as it is asked for. Thread-safe.
 */
final class Generations {

  private static final Duration LIFETIME = Duration.ofHours(1);

  private final PageStore store;
  private final Ticker ticker;

  Generations(Backing backing) {
    this.store = backing.store();
    this.ticker = backing.ticker();
  }

  /** The generation under a key, which begins if there is none; null if the store does not work. */
  @Nullable String of(String key) {
    Lookup<Page> found = store.find(key);
    Variants mark = Variants.of(found);
    if (mark != null && found instanceof CacheEntry<Page> entry) {
      if (entry.freshNanosLeft(ticker.read()) < LIFETIME.toNanos() / 2) {
        renew(key, mark);
      }
      return mark.generation();
    }
    return found instanceof Miss || found instanceof CacheEntry ? begin(key) : null;
  }

  private @Nullable String begin(String key) {
    Claim claim = store.claim(key);
    if (!claim.granted()) {
      return null;
    }
    Variants first = Variants.first(Vary.of(List.of()));
    if (store.fill(claim, first.toPage(), Terms.ttl(LIFETIME)) == FillResult.STORED) {
      return first.generation();
    }
    // Somebody else was faster.
    Variants others = Variants.of(store.find(key));
    return others == null ? null : others.generation();
  }

  /** It lives on, unless it was evicted meanwhile. */
  private void renew(String key, Variants known) {
    Claim claim = store.claim(key);
    Variants now = claim.granted() ? Variants.of(store.find(key)) : null;
    if (now != null && now.generation().equals(known.generation())) {
      store.fill(claim, known.toPage(), Terms.ttl(LIFETIME));
    } else {
      store.abandon(claim);
    }
  }
}
