package io.larder.cache.memory;

import io.larder.cache.CacheEntry;
import io.larder.cache.Claim;
import io.larder.cache.FillResult;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.Ticker;
import io.larder.cache.spi.BackendContext;
import io.larder.cache.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * What lies in one view, and the rules by which it changes.
 *
 * <p>Under a key lies an entry, or a claim, or nothing. Whatever changes that holds the key's
 * stripe; a look-up takes no lock, changes nothing and, on a hit, allocates nothing. Events change
 * the key <em>first</em> and move the clock then, so that a reading of the clock that includes an
 * event was taken after its change.
 */
final class MemoryView<V> {

  private final View<V> view;
  private final LogicalClock clock;
  private final Ticker ticker;
  private final Claims claims;
  private final Shelves<V> shelves;
  private volatile Shelf<V> shelf;
  private volatile long clearMark;
  private volatile long share;

  MemoryView(View<V> view, LogicalClock clock, BackendContext context, long share) {
    this.view = view;
    this.clock = clock;
    this.ticker = context.ticker();
    this.claims = new Claims(context.fenceWindow().toNanos());
    this.shelves = new Shelves<>(view.codec(), ticker, context.maxEntries());
    this.share = share;
    this.shelf = shelves.make(share);
  }

  View<V> view() {
    return view;
  }

  Lookup<V> find(String key) {
    CacheEntry<V> entry = shelf.find(key);
    if (entry == null) {
      return new Miss<>(clock.now());
    }
    long asOf = entry.asOf();
    return asOf >= clearMark && asOf >= clock.last() ? entry : judge(entry);
  }

  /** Looks at the tags of an entry that is older than some event. */
  private Lookup<V> judge(CacheEntry<V> entry) {
    if (hasEnded(entry.asOf(), entry.terms())) {
      return new Miss<>(clock.now());
    }
    return clock.hasSoftPurged(entry.asOf(), entry.tags()) ? entry.asSoftPurged() : entry;
  }

  Claim claim(String key) {
    long stamp = clock.now();
    Claims.Stripe stripe = claims.stripe(key);
    synchronized (stripe) {
      CacheEntry<V> entry = lying(key);
      if (entry != null && !hasEnded(entry.asOf(), entry.terms())) {
        return new Claim(key, entry.id(), stamp, true);
      }
      shelf.remove(key);
      return new Claim(key, stripe.join(key, clock.newId(), ticker.read()), stamp, true);
    }
  }

  void abandon(Claim claim) {
    Claims.Stripe stripe = claims.stripe(claim.key());
    synchronized (stripe) {
      if (stripe.idOf(claim.key(), ticker.read()) == claim.id()) {
        stripe.remove(claim.key());
      }
    }
  }

  FillResult fill(Claim claim, @Nullable V value, Terms terms) {
    Claims.Stripe stripe = claims.stripe(claim.key());
    synchronized (stripe) {
      // What an event has ended already is not stored: the claim stays for a load that began later.
      if (!liesThere(stripe, claim) || hasEnded(claim.stamp(), terms)) {
        return FillResult.REFUSED;
      }
      write(stripe, claim, value, terms);
      return FillResult.STORED;
    }
  }

  void put(Claim claim, @Nullable V value, Terms terms) {
    Claims.Stripe stripe = claims.stripe(claim.key());
    synchronized (stripe) {
      if (liesThere(stripe, claim)) {
        write(stripe, claim, value, terms);
      } else {
        drop(stripe, claim.key());
      }
    }
    clock.move();
  }

  void remove(String key) {
    Claims.Stripe stripe = claims.stripe(key);
    synchronized (stripe) {
      drop(stripe, key);
    }
  }

  /**
   * Ends a key's freshness; what lies there gets another id, so that loads in flight are refused.
   */
  void softPurge(String key) {
    Claims.Stripe stripe = claims.stripe(key);
    synchronized (stripe) {
      stripe.remove(key);
      CacheEntry<V> entry = lying(key);
      if (entry != null) {
        shelf.put(
            key,
            new CacheEntry<>(
                entry.value(), clock.newId(), entry.asOf(), entry.terms(), entry.storedAt(), true));
      }
    }
    clock.move();
  }

  /** Ends everything; a new shelf takes the old one's place, so that its memory is free at once. */
  synchronized void clear() {
    clearMark = clock.move();
    shelf = shelves.make(share);
  }

  /** Frees the memory of what the clock's floor has ended. */
  synchronized void empty() {
    shelf = shelves.make(share);
  }

  synchronized void share(long bytes) {
    share = bytes;
    if (view.codec().sized()) {
      shelf.resize(bytes);
    }
  }

  long share() {
    return share;
  }

  Shelf<V> shelf() {
    return shelf;
  }

  Claims claims() {
    return claims;
  }

  private void write(Claims.Stripe stripe, Claim claim, @Nullable V value, Terms terms) {
    stripe.remove(claim.key());
    shelf.put(
        claim.key(),
        new CacheEntry<>(value, clock.newId(), claim.stamp(), terms, ticker.read(), false));
  }

  private void drop(Claims.Stripe stripe, String key) {
    stripe.remove(key);
    shelf.remove(key);
  }

  private boolean liesThere(Claims.Stripe stripe, Claim claim) {
    CacheEntry<V> entry = lying(claim.key());
    long id = entry != null ? entry.id() : stripe.idOf(claim.key(), ticker.read());
    return claim.granted() && id == claim.id();
  }

  private @Nullable CacheEntry<V> lying(String key) {
    return shelf.peek(key);
  }

  private boolean hasEnded(long asOf, Terms terms) {
    return asOf < clearMark || (asOf < clock.last() && clock.hasEnded(asOf, terms.tags()));
  }
}
