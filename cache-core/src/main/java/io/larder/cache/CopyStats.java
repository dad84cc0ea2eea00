package io.larder.cache;

/**
 * What was counted of the copies that this process keeps in its memory of a store behind, up to one
 * moment; see {@link Larder#copyStats}.
 *
 * <p>Each number is one that was true at some time while this was read. All of them only grow, and
 * begin at 0 when the Larder is opened; {@link #minus} tells what has happened in between.
 *
 * @param hits look-ups that a copy has answered
 * @param misses look-ups of which there was no copy: the store behind was asked
 * @param overdue look-ups that asked the store behind since it was not known for longer than the
 *     staleness bound that no copy is outdated
 * @param disconnected look-ups that asked it since nothing is heard of what ends copies
 * @param announcements what was heard that ends copies, of this process itself too
 * @param gaps how often every copy was dropped because an announcement was missing, or raised the
 *     clock
 * @param connections how often listening began, each time without any copy
 */
public record CopyStats(
    long hits,
    long misses,
    long overdue,
    long disconnected,
    long announcements,
    long gaps,
    long connections) {

  /** Nothing at all. */
  public static final CopyStats NONE = new CopyStats(0, 0, 0, 0, 0, 0, 0);

  /** Returns the share of all look-ups that a copy has answered; 0 if there was none. */
  public double hitRatio() {
    long lookUps = hits + misses + overdue + disconnected;
    return lookUps == 0 ? 0 : (double) hits / lookUps;
  }

  /** Returns what has happened since an earlier moment. */
  public CopyStats minus(CopyStats earlier) {
    return new CopyStats(
        hits - earlier.hits,
        misses - earlier.misses,
        overdue - earlier.overdue,
        disconnected - earlier.disconnected,
        announcements - earlier.announcements,
        gaps - earlier.gaps,
        connections - earlier.connections);
  }
}
