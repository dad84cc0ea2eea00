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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What lies under a key that stands for many pages, such as all answers to QUERY of one URI: a
 * {@link Generation} that each of their keys contains. So evicting this ends them all in one step,
 * and those that are just computed too: what they are stored under, nobody looks for any more.
 *
 * <p>Nothing lies there before the first page does. Until then there is the claim by which it will:
 * whoever evicts the key ends that, and the page goes again. Once it has begun it is there for an
 * hour, and longer as long as it is asked for. Thread-safe.
 */
final class Generations {

  private static final Duration LIFETIME = Duration.ofHours(1);

  private final PageStore store;
  private final Ticker ticker;

  /** How many are at work under a claim: the last one gives it up. */
  private final ConcurrentMap<Taken, Integer> atWork = new ConcurrentHashMap<>();

  /** A claim, whoever has taken it. */
  private record Taken(String key, long id) {}

  Generations(Backing backing) {
    this.store = backing.store();
    this.ticker = backing.ticker();
  }

  /**
   * The generation under a key, to be {@linkplain Generation#leave left}; null if the store does
   * not work.
   *
   * @param admits whether something new may be stored, if nothing lies there yet
   */
  @Nullable Generation of(String key, BooleanSupplier admits) {
    Lookup<Page> found = store.find(key);
    Variants mark = Variants.of(found);
    if (mark != null && found instanceof CacheEntry<Page> entry) {
      if (entry.freshNanosLeft(ticker.read()) < LIFETIME.toNanos() / 2) {
        renew(key, mark);
      }
      return Generation.there(this, key, mark);
    }
    if (!(found instanceof Miss || found instanceof CacheEntry)) {
      return null;
    }
    return admits.getAsBoolean() ? claimed(key) : Generation.none(this, key);
  }

  /**
   * A generation that begins with what is stored first. Who asks at the same time shares the claim;
   * where one of them gives it up before another has stored something, that page is not stored.
   */
  private @Nullable Generation claimed(String key) {
    Claim claim = store.claim(key);
    if (!claim.granted()) {
      return null;
    }
    // It may have begun between the look-up and the claim, which names it then.
    Variants mark = Variants.of(store.find(key));
    if (mark != null) {
      return Generation.there(this, key, mark);
    }
    Generation generation = Generation.by(this, claim);
    generation.enter();
    return generation;
  }

  /** Whether a generation is there, be it by this claim; else it never will be. */
  boolean begin(Claim claim, String text) {
    Variants mark = Variants.named(Vary.of(List.of()), text);
    if (store.fill(claim, mark.toPage(), Terms.ttl(LIFETIME)) == FillResult.STORED) {
      return true;
    }
    // Another page was faster, or the key was evicted.
    Variants there = Variants.of(store.find(claim.key()));
    return there != null && there.generation().equals(text);
  }

  void enter(Claim claim) {
    atWork.merge(new Taken(claim.key(), claim.id()), 1, Integer::sum);
  }

  void leave(Claim claim) {
    Taken taken = new Taken(claim.key(), claim.id());
    if (atWork.computeIfPresent(taken, (same, some) -> some == 1 ? null : some - 1) == null) {
      store.abandon(claim); // which leaves a generation that has begun where it is
    }
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
