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
 */
record Backing(
    PageStore store, Ticker ticker, InstantSource clock, HitForMiss unshared, RuleCaps.All caps) {

  Backing(PageStore store, Ticker ticker, InstantSource clock, HitForMiss unshared) {
    this(store, ticker, clock, unshared, new RuleCaps.All(store, ticker));
  }
}
