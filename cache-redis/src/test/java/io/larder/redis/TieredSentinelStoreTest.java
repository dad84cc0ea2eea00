package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** Copies in memory over the primary that sentinels name keep the contract. */
class TieredSentinelStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofCopiesOver(RedisTopologies.sentinels());
  }
}
