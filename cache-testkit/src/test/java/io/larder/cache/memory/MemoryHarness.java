package io.larder.cache.memory;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.LarderSettings;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.testkit.SharedBackend;
import io.larder.testkit.contract.StoreHarness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores in memory, whose time is moved by hand; two Larders of one namespace share its backend.
 */
final class MemoryHarness implements StoreHarness {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // it may overflow
  private final Map<String, MemoryBackend> backends = new HashMap<>();

  @Override
  public LarderBuilder larder(String namespace) {
    return Larder.builder()
        .settings(LarderSettings.DEFAULT)
        .namespace(namespace)
        .ticker(ticker())
        .backend(this::backend);
  }

  private Backend backend(BackendContext context) {
    MemoryBackend backend =
        backends.computeIfAbsent(
            context.namespace(), namespace -> new MemoryBackend(context, 64 << 20));
    return new SharedBackend(backend);
  }

  MemoryBackend backend(String namespace) {
    return backends.get(namespace);
  }

  @Override
  public Ticker ticker() {
    return nanos::get;
  }

  @Override
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public void vanish(String namespace, String view, String key) {
    backend(namespace).view(view).remove(key);
  }

  @Override
  public int explorations() {
    return 3_000;
  }

  @Override
  public void close() {
    backends.values().forEach(MemoryBackend::close);
  }
}
