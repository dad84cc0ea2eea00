package io.larder.redis;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;
import org.junit.jupiter.api.Tag;

/**
 * The store on a cluster, by a client of somebody else's, keeps the contract: a test of {@code
 * .ci/long}.
 */
@Tag("long")
class RedisInjectedClusterStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofInjectedCluster();
  }
}
