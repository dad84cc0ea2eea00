package io.larder.testkit;

/** What a store is asked to do, as far as {@link Faults} tell one from another. */
public enum StoreOperation {
  /** A look-up, of one key or of many. */
  FIND(false),
  /** A claim before a load. */
  CLAIM(false),
  /** A fill after a load. */
  FILL(false),
  /** Giving a claim up. */
  ABANDON(false),
  /** A put. */
  PUT(true),
  /** An evict, of one key or of many. */
  EVICT(true),
  /** An invalidation of tags, of a view or of the Larder. */
  INVALIDATE(true),
  /** A soft purge, of a key or of tags. */
  SOFT_PURGE(true),
  /** A clear, of a view or of all. */
  CLEAR(true),
  /** Asking whether the store is there. */
  HEALTH(false),
  /** Listing what lies there. */
  INSPECT(false);

  private final boolean invalidates;

  StoreOperation(boolean invalidates) {
    this.invalidates = invalidates;
  }

  /** Returns whether it ends what lies there, and so can be lost without anybody's noticing. */
  public boolean invalidates() {
    return invalidates;
  }
}
