package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** Copies in memory over a cluster keep the contract. */
class TieredClusterStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofCopiesOver(RedisTopologies.cluster());
  }
}
