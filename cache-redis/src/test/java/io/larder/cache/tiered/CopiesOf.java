package io.larder.cache.tiered;

import static org.awaitility.Awaitility.await;

import io.larder.cache.spi.Backend;
import java.time.Duration;

/** What tests do to the copies of a backend that nobody else may. */
public final class CopiesOf {

  private CopiesOf() {}

  /** Waits until its copies count, and returns it. */
  public static <B extends Backend> B current(B backend) {
    if (backend instanceof TieredBackend tiered) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> tiered.coherence().isCurrent(tiered.ticker().read()));
    }
    return backend;
  }

  /** Drops a copy, as want of memory would. */
  public static void drop(Backend backend, String view, String key) {
    ((TieredBackend) backend).copies().apply(new Change.OfKey(view, key));
  }
}
