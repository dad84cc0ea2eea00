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

  /**
   * Returns the same claim for a computation that began earlier, when the logical clock stood at
   * {@code began}; itself if that is not earlier.
   *
   * <p>For a caller that learns only while it computes under which key its value is to lie, as with
   * a response whose Vary names what chooses among variants. The claim is taken late then, and its
   * own stamp would make the value look younger than it is: an invalidation of its tags or a clear
   * that came between would not end it. With the older stamp it does.
   *
   * <p>What happened to the key alone before the claim was taken leaves no mark on the clock that
   * could be compared: an evict of this key in that time does <em>not</em> refuse the fill, nor
   * does a newer value that lies there already. So the key must be one that nobody evicts or fills
   * but under another key whose claim was taken in time, such as one that contains a random part
   * which that other key's value tells.
   *
   * @param began the stamp of a claim or a look-up from before the computation began; with {@link
   *     Miss#UNKNOWN}, which says nothing of when that was, a fill with the claim is refused
   */
  public Claim since(long began) {
    if (began == Miss.UNKNOWN) {
      return new Claim(key, id, Long.MIN_VALUE, false);
    }
    return began >= stamp ? this : new Claim(key, id, began, granted);
  }
}
