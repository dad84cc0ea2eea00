package io.larder.cache.memory;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store in memory keeps the contract. */
class MemoryStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return new MemoryHarness();
  }
}
