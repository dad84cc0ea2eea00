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
  /** What is said to be deferred is never done. */
  DEFER_AND_FORGET
}
