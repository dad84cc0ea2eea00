package io.larder.chaos;

/**
 * One request of the load.
 *
 * @param due when it was to be sent, nanoseconds by the clock of this JVM
 * @param took nanoseconds from when it was due to its answer
 */
record Sample(int node, Lane lane, long due, long took, Source source, boolean failed) {

  /** What a request is for. */
  enum Lane {
    /** Something that is cached. */
    CACHED,
    /** The same without a cache. */
    CONTROL,
    /** Something that is cached, of an application that is suspended meanwhile. */
    SUSPENDED
  }

  /** When it was answered. */
  long end() {
    return due + took;
  }

  boolean isDue(long from, long to) {
    return due >= from && due < to;
  }
}
