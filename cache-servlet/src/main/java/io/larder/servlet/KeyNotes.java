package io.larder.servlet;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * When something was noticed of a key. A thousand keys at most are remembered: what is forgotten is
 * noticed again. Thread-safe.
 */
final class KeyNotes {

  private static final int MOST = 1000;

  private final ConcurrentMap<String, Long> noted = new ConcurrentHashMap<>();

  void put(String key, long now) {
    if (noted.size() >= MOST) {
      noted.clear();
    }
    noted.put(key, now);
  }

  boolean has(String key) {
    return noted.containsKey(key);
  }

  /** Whether it was noticed within so many nanoseconds. */
  boolean isYounger(String key, long nanos, long now) {
    Long at = noted.get(key);
    return at != null && now - at < nanos;
  }
}
