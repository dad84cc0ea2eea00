package io.larder.cache.memory;

import io.larder.testkit.contract.NodesContract;
import io.larder.testkit.contract.StoreHarness;

/** Two Larders on one backend in memory see the same. */
class MemoryNodesTest extends NodesContract {

  @Override
  protected StoreHarness open() {
    return new MemoryHarness();
  }
}
