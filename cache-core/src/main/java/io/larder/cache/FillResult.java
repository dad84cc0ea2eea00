package io.larder.cache;

/** What became of a fill. Only {@link #STORED} means that the next look-up can find the value. */
public enum FillResult {
  /** The value lies under its key. */
  STORED,
  /**
   * What the claim named no longer lies under the key: the value may be outdated, and is dropped.
   */
  REFUSED,
  /** The store could not be asked. */
  UNAVAILABLE
}
