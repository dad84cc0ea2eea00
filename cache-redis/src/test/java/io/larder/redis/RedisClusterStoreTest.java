package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store on a cluster keeps the contract. */
class RedisClusterStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofCluster();
  }
}
