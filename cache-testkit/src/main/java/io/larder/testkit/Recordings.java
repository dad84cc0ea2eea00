package io.larder.testkit;

import io.larder.cache.Cache;
import io.larder.cache.Larder;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which recording listens to which Larder, for as long as somebody holds that. Thread-safe. */
final class Recordings {

  private static final Map<Larder, RecordingListener> BY_LARDER = new WeakHashMap<>();

  private Recordings() {}

  static void add(Larder larder, RecordingListener recording) {
    synchronized (BY_LARDER) {
      BY_LARDER.put(larder, recording);
    }
  }

  /** Returns the recording of the Larder in which a cache is open; null: there is none. */
  static @Nullable RecordingListener of(Cache<?> cache) {
    synchronized (BY_LARDER) {
      for (Map.Entry<Larder, RecordingListener> each : BY_LARDER.entrySet()) {
        if (each.getKey().caches().get(cache.name()) == cache) {
          return each.getValue();
        }
      }
      return null;
    }
  }
}
