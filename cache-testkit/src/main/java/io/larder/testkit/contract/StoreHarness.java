package io.larder.testkit.contract;

import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import java.time.Duration;

/**
 * How the contract gets at a store: one harness serves one test.
 *
 * <p>The store needs room for 25,000 small entries and for values of a few hundred KiB.
 */
public interface StoreHarness extends AutoCloseable {

  /**
   * Returns a builder over the store under test, with this namespace and this harness's ticker set.
   * The contract uses no namespace twice.
   */
  LarderBuilder larder(String namespace);

  /** Returns the ticker by which the entries of this harness are judged. */
  Ticker ticker();

  /** Lets time pass: moves a manual ticker, or waits. The contract asks for a second at most. */
  void pass(Duration time);

  /**
   * Makes what lies under a view's key, an entry or a claim, disappear as expiry or want of memory
   * would: no event, the clock stays.
   */
  void vanish(String namespace, String view, String key);

  /** Returns how many interleavings of one set of processes the exploration runs at most. */
  int explorations();

  /** Closes what the harness itself has opened. */
  @Override
  void close();
}
