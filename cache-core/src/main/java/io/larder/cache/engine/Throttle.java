package io.larder.cache.engine;

import io.larder.cache.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for which keys loading has failed a moment ago, so that what is stale is served without
 * another try. Bounded: beyond {@value #MOST} keys the oldest is forgotten. Thread-safe.
 */
final class Throttle {

  static final int MOST = 10_000;

  private final Ticker ticker;
  private final Map<String, Long> until = new LinkedHashMap<>();
  private volatile boolean empty = true;

  Throttle(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Loading has failed: no other try for that many nanoseconds. */
  void failed(String key, long nanos) {
    long end = ticker.read() + nanos;
    synchronized (until) {
      until.remove(key); // the youngest stand last
      until.put(key, end);
      if (until.size() > MOST) {
        until.remove(until.keySet().iterator().next());
      }
      empty = false;
    }
  }

  /** Loading has succeeded. */
  void succeeded(String key) {
    if (!empty) {
      forget(key);
    }
  }

  /** Whether loading has failed too short a time ago. */
  boolean isOn(String key) {
    if (empty) {
      return false;
    }
    synchronized (until) {
      Long end = until.get(key);
      if (end == null) {
        return false;
      }
      if (ticker.read() - end < 0) {
        return true;
      }
    }
    forget(key);
    return false;
  }

  private void forget(String key) {
    synchronized (until) {
      until.remove(key);
      empty = until.isEmpty();
    }
  }
}
