package io.larder.servlet;

import io.larder.cache.Ticker;
import java.time.InstantSource;

/**
 * What the parts of the engine stand on.
 *
 * @param store the stored pages
 * @param ticker tells how long something lasts
 * @param clock tells the time, for fields that name one
 * @param unshared the keys for which nobody is to wait
 * @param caps what each rule may put into the store
 * @param inFlight the memory for responses on their way
 */
record Backing(
    PageStore store,
    Ticker ticker,
    InstantSource clock,
    HitForMiss unshared,
    RuleCaps.All caps,
    InFlight inFlight) {

  Backing(PageStore store, Ticker ticker, InstantSource clock, InFlight inFlight) {
    this(store, ticker, clock, new HitForMiss(ticker), new RuleCaps.All(store, ticker), inFlight);
  }

  /** Whether what was looked up in vain may be stored: it was there, or may be new. */
  boolean admits(Exchange exchange, Missed missed) {
    Generation generation = exchange.generation();
    return !missed.isNew()
        || ((generation == null || generation.open())
            && admitsNew(exchange.policy(), missed.key()));
  }

  /** Whether a page may be stored under a key under which none lies. */
  boolean admitsNew(Policy policy, String key) {
    return caps.of(policy).newKeys().admits(key);
  }
}
