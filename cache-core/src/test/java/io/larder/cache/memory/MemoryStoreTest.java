package io.larder.cache.memory;

import io.larder.cache.contract.CacheStoreContract;
import io.larder.cache.contract.StoreHarness;

/** The store in memory keeps the contract. */
class MemoryStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return new MemoryHarness();
  }
}
