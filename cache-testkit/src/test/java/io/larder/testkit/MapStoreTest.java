package io.larder.testkit;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store over maps keeps the contract. */
class MapStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return StoreHarness.over(MapBackend::new, MapBackend::vanish);
  }
}
