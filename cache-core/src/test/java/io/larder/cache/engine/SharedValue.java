package io.larder.cache.engine;

import io.larder.cache.Cache;
import io.larder.cache.CacheResult;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A source that counts its changes, with a cache over it. Lincheck makes programs of the operations
 * that a subclass names.
 */
class SharedValue {

  /** What a look-up returns that finds nothing. */
  static final int NOTHING = -1;

  private static final String KEY = "k";
  private static final String TAG = "t";

  private final AtomicInteger source = new AtomicInteger();
  private final Cache<Integer> cache;

  SharedValue(Flaws.Flaw flaw) {
    Kitchen kitchen =
        new Kitchen(
            builder -> builder.backend(context -> new WrappedBackend(context, new Flaws(flaw))));
    cache = kitchen.larder.cacheBuilder("numbers", Integer.class).jitter(0).tags(TAG).build();
  }

  final int read() {
    return cache.get(
        KEY,
        load -> {
          int value = source.get();
          linger();
          return value;
        });
  }

  final int lookUp() {
    return cache.find(KEY) instanceof CacheResult.Hit<Integer> hit ? hit.value() : NOTHING;
  }

  /** Changes the source; nothing ends what the cache holds yet. */
  final int changed() {
    int value = source.incrementAndGet();
    linger();
    return value;
  }

  final void ended() {
    cache.evict(KEY);
  }

  final void invalidated() {
    cache.invalidate(TAG);
  }

  final void cleared() {
    cache.clear();
  }

  final int putSupplied() {
    return cache.put(KEY, this::changed);
  }

  /** Puts a number that no other put has. */
  final int putAsItIs() {
    int value = changed();
    cache.put(KEY, value);
    return value;
  }

  /** Lets the others go on, for as long as they mostly take. */
  private static void linger() {
    for (int i = ThreadLocalRandom.current().nextInt(40); i > 0; i--) {
      Thread.yield();
    }
  }
}
