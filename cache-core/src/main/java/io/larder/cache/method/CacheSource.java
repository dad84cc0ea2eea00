package io.larder.cache.method;

import io.larder.cache.Answer;
import io.larder.cache.CacheSettings;
import io.larder.cache.engine.Engine;
import java.lang.reflect.Type;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the methods of proxies need of the {@link io.larder.cache.Larder} that made them. */
public interface CacheSource {

  /**
   * Returns the cache of that name, and opens it if need be.
   *
   * @param weaker what holds where nothing else is said
   * @throws IllegalArgumentException if it cannot hold values of that type
   */
  <V> Engine<V> cache(String name, Type type, CacheSettings weaker);

  /** Returns the cache of that name; null: none is open. */
  @Nullable Engine<?> opened(String name);

  /** Ends what carries one of the tags. */
  Answer invalidate(Collection<String> tags);

  /** Runs something when the transaction of this thread has completed, or now if there is none. */
  void afterCommit(Runnable task);
}
