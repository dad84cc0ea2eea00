package io.larder.cache;

/**
 * What a look-up found: an entry, nothing, or a store that could not be asked.
 *
 * <p>The three are different answers and are never folded into one. {@link CacheEntry} is the entry
 * itself (its value may be {@code null}: "present and null" is not "absent"), {@link Miss} says
 * that nothing usable lies under the key, {@link Unavailable} that the store failed. A look-up
 * never throws for a store's trouble.
 *
 * @param <V> the type of the values
 */
public sealed interface Lookup<V> permits CacheEntry, Miss, Unavailable {}
