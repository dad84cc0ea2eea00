package io.larder.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CacheLoader} is handed: the key, what is there already if something stale is, and
 * the means to say how the value is to be kept.
 *
 * <p>Not thread-safe: for the thread of the load, while it lasts.
 *
 * @param <V> the type of the values
 */
public interface LoadContext<V> extends FillContext {

  /** Returns the key as the caller has asked for it. */
  String key();

  /**
   * Returns the entry that this load is to replace, mostly a stale one; empty if there is none. For
   * a conditional request: if its origin says that nothing has changed, return {@link
   * #notModified()}.
   */
  Optional<CacheEntry<V>> stale();

  /**
   * Keeps the value that is there, fresh from now on, with its tags.
   *
   * @return that value, for the loader to return
   * @throws IllegalStateException if there is none
   */
  @Nullable V notModified();

  @Override
  LoadContext<V> ttl(Duration ttl);

  @Override
  LoadContext<V> tags(String... tags);

  @Override
  LoadContext<V> doNotStore();
}
