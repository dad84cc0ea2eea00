package io.larder.cache;

/**
 * What was counted of a store that is shared with other processes, as this process has met it, up
 * to one moment; see {@link Larder#storeStats}.
 *
 * <p>Each number is one that was true at some time while this was read. All of them only grow, and
 * begin at 0 when the Larder is opened; {@link #minus} tells what has happened in between.
 *
 * @param turnedAway who went on without the store since as many as may wait for it at once did so
 *     already: at once where none of these got an answer, or after {@code poolWait} in vain where
 *     others were faster; an invalidation was deferred. Who was interrupted does not count
 * @param droppedFills values that were loaded and not stored since too many others waited to be:
 *     only where they are stored beside their callers
 * @param unreadable how often something lay under a key that could not be read: damaged, written by
 *     something else or by a later version, or sealed with another key; a miss each time
 * @param tooLarge values that were not stored since they are larger than {@code maxValueBytes}
 */
public record StoreStats(long turnedAway, long droppedFills, long unreadable, long tooLarge) {

  /** Nothing at all. */
  public static final StoreStats NONE = new StoreStats(0, 0, 0, 0);

  /** Returns what has happened since an earlier moment. */
  public StoreStats minus(StoreStats earlier) {
    return new StoreStats(
        turnedAway - earlier.turnedAway,
        droppedFills - earlier.droppedFills,
        unreadable - earlier.unreadable,
        tooLarge - earlier.tooLarge);
  }
}
