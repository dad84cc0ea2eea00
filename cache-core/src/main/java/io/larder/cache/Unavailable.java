package io.larder.cache;

/**
 * The store could not be asked, or is switched off: the caller goes on as if there were no cache.
 *
 * <p>Whoever receives this answer computes the value without asking the store anything more for the
 * same call, and waits for nobody else's load, since there is no stamp to compare.
 *
 * @param reason one short phrase without secrets, such as {@code "redis: connection refused"}
 * @param <V> the type of the values
 */
public record Unavailable<V>(String reason) implements Lookup<V> {}
