package io.larder.redis;

/** One lease of this process: the claim of a load that is under way. Thread-safe. */
final class HeldLease {

  final byte[] name;
  final long id;

  /** The reading of {@link System#nanoTime} when it began; those below are such too. */
  final long began;

  /** When the server told last that it lies there. */
  private volatile long heardAt;

  /** When it is to be prolonged next. */
  private volatile long dueAt;

  /**
   * Creates one that begins now.
   *
   * @param every after how many nanoseconds it is to be prolonged
   */
  HeldLease(byte[] name, long id, long every) {
    this.name = name;
    this.id = id;
    this.began = System.nanoTime();
    this.heardAt = began;
    this.dueAt = began + every;
  }

  long dueAt() {
    return dueAt;
  }

  void dueAt(long then) {
    dueAt = then;
  }

  /** Notes that it was asked for then, and lies there. */
  void heard(long then) {
    heardAt = then;
  }

  /** Returns whether nothing has been heard of it for so long. */
  boolean isLost(long now, long nanos) {
    return now - heardAt >= nanos;
  }
}
