package io.larder.cache;

/**
 * Nothing usable lies under the key.
 *
 * @param stamp the logical clock as this look-up saw it. A caller that waits for another's load may
 *     take its value only if that load's {@link Claim#stamp()} is not older than this stamp; {@link
 *     #UNKNOWN} where the clock could not be read, which no load satisfies
 * @param <V> the type of the values
 */
public record Miss<V>(long stamp) implements Lookup<V> {

  /** The stamp of a look-up that could not read the clock: younger than every load. */
  public static final long UNKNOWN = Long.MAX_VALUE;
}
