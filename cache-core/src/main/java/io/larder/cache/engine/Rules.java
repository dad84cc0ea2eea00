package io.larder.cache.engine;

import java.util.List;

/**
 * All that is set of a cache, resolved: what every call goes by. Immutable; replaced as a whole.
 *
 * @param lifetimes how long values are of use
 * @param timing how long callers wait
 * @param tags what every value has
 * @param hooks the application's own code
 * @param ttlSaid whether code or properties say the ttl, and not an annotation or a default
 * @param <V> the type of the values
 */
public record Rules<V>(
    Lifetimes lifetimes, Timing timing, List<String> tags, Hooks<V> hooks, boolean ttlSaid) {

  /** Whether a look-up needs to ask nobody. */
  boolean isPlain() {
    return hooks.leaveLookUpsAlone();
  }
}
