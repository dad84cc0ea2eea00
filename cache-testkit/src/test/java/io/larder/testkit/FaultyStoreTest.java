package io.larder.testkit;

import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;
import java.util.concurrent.atomic.AtomicReference;

/** With nothing wrong a faulty store keeps the contract of the one behind it. */
class FaultyStoreTest extends CacheStoreContract {

  @Override
  protected StoreHarness open() {
    AtomicReference<MapBackend> backend = new AtomicReference<>();
    return StoreHarness.over(
        context ->
            FaultyBackend.over(
                    opened -> {
                      MapBackend maps = new MapBackend(opened);
                      backend.set(maps);
                      return maps;
                    },
                    new Faults())
                .apply(context),
        (faulty, view, key) -> backend.get().vanish(view, key));
  }
}
