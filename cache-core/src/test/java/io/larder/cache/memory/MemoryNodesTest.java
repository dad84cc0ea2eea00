package io.larder.cache.memory;

import io.larder.cache.contract.NodesContract;
import io.larder.cache.contract.StoreHarness;

/** Two Larders on one backend in memory see the same. */
class MemoryNodesTest extends NodesContract {

  @Override
  protected StoreHarness open() {
    return new MemoryHarness();
  }
}
