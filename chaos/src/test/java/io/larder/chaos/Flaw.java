package io.larder.chaos;

/** A rule that a store breaks on purpose: what the check of histories has to notice. */
enum Flaw {
  /** None. */
  NONE,
  /** A fill lands whatever has happened since its claim, and counts as new. */
  FILL_UNFENCED,
  /** An evict leaves what is there. */
  EVICT_NOTHING,
  /** A put leaves what is there. */
  PUT_NOTHING,
  /** An invalidation of a tag ends nothing. */
  INVALIDATE_NOTHING,
  /** A clear sets no mark. */
  CLEAR_NOTHING,
  /** What is said to be deferred is never done. */
  DEFER_AND_FORGET,
  /** What is deferred since the store is out of reach is not replayed when it is back. */
  NO_REPLAY,
  /** A clock that is lost, or was set back, is raised, and the floor is not; {@link Scripts}. */
  FLOOR_STAYS,
  /** The same, and nothing that was applied before is replayed either. */
  FLOOR_STAYS_NO_REPLAY,
  /** Copies hear of nothing that others have ended, and do not see that they have missed it. */
  GAPS_UNSEEN,
  /** Copies count however long it is since the store was heard of. */
  BOUND_IGNORED,
  /** Both, and a lost connection ends none of them either. */
  COPIES_NEVER_END
}
