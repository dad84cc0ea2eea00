package io.larder.testkit.contract;

/** How the contract gets at a store that several processes share, and at the clock in it. */
public interface SharedStoreHarness extends StoreHarness {

  /**
   * Loses a namespace's clock with its marks and tags, as by a flush or an eviction; entries stay.
   */
  void loseClock(String namespace);

  /**
   * Keeps what the clock, its marks and its tags are now.
   *
   * @return what sets them back to that, as a fail-over to a server that lagged behind does;
   *     entries stay
   */
  Runnable keepClock(String namespace);
}
