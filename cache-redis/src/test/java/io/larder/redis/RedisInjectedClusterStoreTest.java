package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store on a cluster, by a client of somebody else's, keeps the contract. */
class RedisInjectedClusterStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofInjectedCluster();
  }
}
