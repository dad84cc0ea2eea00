package io.larder.redis;

import io.larder.cache.ManyTimes;
import io.larder.testkit.contract.SharedClockContract;
import io.larder.testkit.contract.SharedStoreHarness;

/** Two Larders on one cluster see the same, and survive what may happen to their clock. */
@ManyTimes
class RedisClusterSharedClockTest extends SharedClockContract {

  @Override
  protected SharedStoreHarness openShared() {
    return RedisHarness.ofCluster();
  }
}
