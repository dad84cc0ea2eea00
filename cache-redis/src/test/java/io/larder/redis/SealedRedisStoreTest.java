package io.larder.redis;

import io.larder.cache.codec.Compression;
import io.larder.cache.codec.SealingKeys;
import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

/** The store on Redis keeps the contract with all values compressed and sealed. */
class SealedRedisStoreTest extends CacheStoreContract {

  private static final SealingKeys KEYS = SealingKeys.of(Lab.bytes("0123456789abcdef"));

  @Override
  protected StoreHarness open() {
    return RedisHarness.ofServer(
        larder -> larder.compress(Compression.deflate().from(1)).seal(KEYS));
  }
}
