package io.larder.cache;

/**
 * What became of an evict, a put, an invalidation or a clear. What Larder promises about them
 * counts from {@link #APPLIED}.
 */
public enum Answer {
  /** It has happened: no look-up that begins from now on returns what it ended. */
  APPLIED,
  /**
   * The store is out of reach, or the work is half done: it is kept and replayed, in order, before
   * this node reads again. Or it has happened, but on fewer replicas than wanted (where some are
   * wanted): then it is replayed if the server is replaced within seconds, by this node alone.
   */
  DEFERRED;

  /** Returns {@link #APPLIED} only if both are. */
  public Answer and(Answer other) {
    return this == APPLIED ? other : this;
  }
}
