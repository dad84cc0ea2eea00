package io.larder.testkit.contract;

import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import java.time.Duration;
import java.util.function.Function;

/**
 * How the contract gets at a store: one harness serves one test.
 *
 * <p>The store needs room for 25,000 small entries and for values of a few hundred KiB.
 */
public interface StoreHarness extends AutoCloseable {

  /**
   * Returns a harness for a store that goes by its Larder's ticker, which it moves by hand.
   *
   * <pre>{@code
   * class ShelfStoreTest extends CacheStoreContract {
   *   @Override
   *   protected StoreHarness open() {
   *     return StoreHarness.over(ShelfBackend::new, ShelfBackend::drop);
   *   }
   * }
   * }</pre>
   *
   * <p>A store whose entries are ended elsewhere, by a server's own time, needs a harness of its
   * own, whose {@link #pass} waits.
   *
   * @param opening opens a namespace, as {@link LarderBuilder#backend} takes it
   * @param vanishing makes what lies under a key disappear
   * @param <B> the backend of the store
   */
  static <B extends Backend> StoreHarness over(
      Function<BackendContext, B> opening, Vanishing<? super B> vanishing) {
    return new ManualHarness<>(opening, vanishing);
  }

  /**
   * Makes what lies under a view's key disappear, see {@link StoreHarness#vanish}.
   *
   * @param <B> the backend of the store
   */
  @FunctionalInterface
  interface Vanishing<B> {

    /** Removes it from that backend: no event, the clock stays. */
    void vanish(B backend, String view, String key);
  }

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

  /**
   * Returns how many interleavings of one set of processes the exploration runs at most; 1,000
   * unless it is overridden. There are forty sets, and a run is some ten calls of the store.
   */
  default int explorations() {
    return 1_000;
  }

  /** Closes what the harness itself has opened. */
  @Override
  void close();
}
