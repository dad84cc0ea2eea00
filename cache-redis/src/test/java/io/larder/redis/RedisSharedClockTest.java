package io.larder.redis;

import io.larder.cache.ManyTimes;
import io.larder.testkit.contract.SharedClockContract;
import io.larder.testkit.contract.SharedStoreHarness;

/** Two Larders on one Redis see the same, and survive what may happen to their clock. */
@ManyTimes
class RedisSharedClockTest extends SharedClockContract {

  @Override
  protected SharedStoreHarness openShared() {
    return RedisHarness.ofServer();
  }
}
