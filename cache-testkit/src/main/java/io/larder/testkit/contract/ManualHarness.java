package io.larder.testkit.contract;

import io.larder.cache.Larder;
import io.larder.cache.LarderBuilder;
import io.larder.cache.Ticker;
import io.larder.cache.spi.Backend;
import io.larder.cache.spi.BackendContext;
import io.larder.testkit.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Stores whose time is moved by hand; a backend for each namespace, which its Larder closes. */
final class ManualHarness<B extends Backend> implements StoreHarness {

  private final ManualClock clock = new ManualClock();
  private final Map<String, B> backends = new ConcurrentHashMap<>();
  private final Function<BackendContext, B> opening;
  private final Vanishing<? super B> vanishing;

  ManualHarness(Function<BackendContext, B> opening, Vanishing<? super B> vanishing) {
    this.opening = Objects.requireNonNull(opening, "opening");
    this.vanishing = Objects.requireNonNull(vanishing, "vanishing");
  }

  @Override
  public LarderBuilder larder(String namespace) {
    return Larder.builder().backend(this::backend).namespace(namespace).ticker(clock);
  }

  private Backend backend(BackendContext context) {
    B opened = opening.apply(context);
    backends.put(context.namespace(), opened);
    return opened;
  }

  @Override
  public Ticker ticker() {
    return clock;
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  public void vanish(String namespace, String view, String key) {
    B backend = backends.get(namespace);
    if (backend == null) {
      throw new IllegalArgumentException("no Larder of the namespace '" + namespace + "' is open");
    }
    vanishing.vanish(backend, view, key);
  }

  @Override
  public void close() {}
}
