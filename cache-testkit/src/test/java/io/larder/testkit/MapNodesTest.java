package io.larder.testkit;

import io.larder.testkit.contract.NodesContract;
import io.larder.testkit.contract.StoreHarness;
import java.util.HashMap;
import java.util.Map;

/** Two Larders on one backend over maps see the same. */
class MapNodesTest extends NodesContract {

  @Override
  protected StoreHarness open() {
    Map<String, MapBackend> backends = new HashMap<>();
    return StoreHarness.over(
        context ->
            new SharedBackend(
                backends.computeIfAbsent(context.namespace(), name -> new MapBackend(context))),
        (backend, view, key) -> ((MapBackend) backend.backend()).vanish(view, key));
  }
}
