package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;
import org.junit.jupiter.api.Tag;

/**
 * Copies in memory over the primary that sentinels name keep the contract: a test of {@code
 * .ci/long}.
 */
@Tag("long")
class TieredSentinelStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofCopiesOver(RedisTopologies.sentinels());
  }
}
