package example;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;

class ShelfStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    return StoreHarness.over(ShelfBackend::new, ShelfBackend::vanish);
  }
}
