package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store on the primary that sentinels name keeps the contract. */
class RedisSentinelStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofSentinels();
  }
}
