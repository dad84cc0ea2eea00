package io.larder.cache;

import java.util.Map;
import java.util.Set;

/**
 * Computes the values of those keys that are not there, all at once. What it throws reaches the
 * caller as it is.
 *
 * @param <V> the type of the values
 * @param <X> what it throws; {@link RuntimeException} if nothing else
 */
@FunctionalInterface
public interface BatchLoader<V, X extends Exception> {

  /**
   * Computes the values.
   *
   * @param keys the missing ones, in the order in which they were asked for; unmodifiable
   * @return a value for each key that has one, never null itself. A key that is left out has none:
   *     it is left out of the answer too, and stored only where {@link CacheOptions#nullTtl} says
   *     for how long. Other keys than those asked for are not looked at
   * @throws X if they cannot be computed
   */
  Map<String, V> load(Set<String> keys) throws X;
}
