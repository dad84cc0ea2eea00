package io.larder.cache.tiered;

import io.larder.cache.spi.BackendContext;
import io.larder.testkit.MapBackend;
import io.larder.testkit.contract.CacheStoreContract;
import io.larder.testkit.contract.StoreHarness;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Copies over a store keep its contract. */
class TieredContractTest extends CacheStoreContract {

  private final Map<TieredBackend, Wire> wires = new ConcurrentHashMap<>();

  @Override
  protected StoreHarness open() {
    return StoreHarness.over(this::tiered, this::vanish);
  }

  private TieredBackend tiered(BackendContext context) {
    Wire wire = new Wire(new MapBackend(context));
    Line line = wire.line().prompt();
    TieredBackend backend =
        new TieredBackend(wire.backend(), line, context, 64 << 20, Duration.ofDays(1));
    line.connect();
    line.heartbeat(context.ticker().read(), wire.clock());
    wires.put(backend, wire);
    return backend;
  }

  private void vanish(TieredBackend backend, String view, String key) {
    wires.get(backend).store().vanish(view, key);
    backend.copies().apply(new Change.OfKey(view, key));
  }
}
