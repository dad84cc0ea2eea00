package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store on Redis keeps the contract. */
class RedisStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofServer();
  }
}
