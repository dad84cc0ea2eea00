package io.larder.cache.method;

import java.lang.reflect.Array;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Catches the key of a call instead of making it, in the thread that asks for it. Costs other calls
 * one look at a number.
 */
final class KeyProbe {

  private static final AtomicInteger ASKING = new AtomicInteger();
  private static final ThreadLocal<@Nullable KeyProbe> CURRENT = new ThreadLocal<>();

  private @Nullable String key;

  private KeyProbe() {}

  /** A call that may throw whatever its method does. */
  interface Asked {
    void call() throws Exception;
  }

  /** Returns the key of the annotated method that is called first; null: none is. */
  static @Nullable String of(Asked call) {
    KeyProbe probe = new KeyProbe();
    KeyProbe before = CURRENT.get();
    ASKING.incrementAndGet();
    CURRENT.set(probe);
    try {
      call.call();
    } catch (RuntimeException e) {
      if (probe.key == null) {
        throw e; // else it is what became of a result that there was not
      }
    } catch (Exception e) {
      throw new IllegalStateException("the call itself has thrown: make nothing else in it", e);
    } finally {
      CURRENT.set(before);
      ASKING.decrementAndGet();
    }
    return probe.key;
  }

  /** Returns the one that asks in this thread. */
  static @Nullable KeyProbe current() {
    return ASKING.get() == 0 ? null : CURRENT.get();
  }

  /** Takes a key; of several the first counts. */
  void take(String made) {
    if (key == null) {
      key = made;
    }
  }

  /** Returns what a method without a result to give returns. */
  static @Nullable Object nothing(Class<?> type) {
    if (!type.isPrimitive() || type == void.class) {
      return null;
    }
    return Array.get(Array.newInstance(type, 1), 0);
  }
}
