package io.larder.benchmarks.redis;

/**
 * One who does what is measured, in a JVM of its own: the loop is its own too, so that the compiler
 * sees the calls that one application would make, and no others. Safe for use by several threads.
 */
interface Contender extends AutoCloseable {

  /** Says who does it, over what, with values of so many bytes under so many keys. */
  interface Factory {
    Contender open(Setting setting);
  }

  /**
   * Does it some times, beginning with one of the keys.
   *
   * @throws IllegalStateException if a hit is none, a value has another length, or what is stored
   *     is refused
   */
  void run(int from, int times);

  /**
   * Compares whole values with what was stored.
   *
   * @throws IllegalStateException if one differs
   */
  void verify();

  @Override
  void close();
}
