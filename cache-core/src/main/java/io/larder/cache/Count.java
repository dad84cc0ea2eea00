package io.larder.cache;

/** What is counted as a plain number. */
enum Count {
  HITS,
  STALE_HITS,
  MISSES,
  BYPASSES,
  COLLAPSED,
  PASSES,
  OUTDATED,
  STORED,
  REFUSED,
  LOAD_FAILURES,
  LOAD_NANOS,
  REFRESHES_SKIPPED,
  BYTES_SERVED,
  BYTES_STORED
}
