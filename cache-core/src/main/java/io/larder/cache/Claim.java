package io.larder.cache;

/**
 * The right to store one value under one key, taken before the value's computation begins.
 *
 * <p>A claim names what lay under the key when it was taken: an earlier write, or a mark of its own
 * that lives for the fence window. {@link CacheStore#fill} stores only if that still lies there, so
 * whatever happened to the key in between (an evict, a put, another fill, its expiry) refuses the
 * fill. Absence refuses too: that costs a miss, never a stale value.
 *
 * @param key the key, as it was given to {@link CacheStore#claim}
 * @param id the id of what lies under the key
 * @param stamp the logical clock before the computation begins; becomes {@link CacheEntry#asOf()}
 * @param granted false if the store could not be asked: a fill with this claim is refused
 */
public record Claim(String key, long id, long stamp, boolean granted) {

  /**
   * Returns the claim of a store that could not be asked; its stamp is older than any look-up's.
   */
  public static Claim refused(String key) {
    return new Claim(key, 0, Long.MIN_VALUE, false);
  }
}
