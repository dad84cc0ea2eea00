package io.larder.redis;

import java.util.Set;

/**
 * How much of one server is used at once.
 *
 * @param size the number of connections to it at most, beside those for invalidations and for what
 *     the background asks
 * @param callers how many threads may wait for answers, beside those that invalidate
 */
record PoolLimits(int size, int callers) {

  static final String POOL_SIZE = "poolSize";
  static final String MAX_CALLERS = "maxCallers";
  static final Set<String> NAMES = Set.of(POOL_SIZE, MAX_CALLERS);

  /**
   * How many threads ask what is due in time, for which there is a connection each: the heartbeat
   * of copies, who has begun to listen, and who prolongs leases.
   */
  static final int APART = 3;

  private static final int DEFAULT_SIZE = 16;
  private static final int MOST = 10_000;

  /**
   * Returns those that a URI says.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static PoolLimits of(OptionReader options) {
    int size = options.number(POOL_SIZE, DEFAULT_SIZE, 1, MOST, "");
    int callers = options.number(MAX_CALLERS, size, 1, size, ", which is its " + POOL_SIZE);
    return new PoolLimits(size, callers);
  }

  /**
   * Returns how many threads may wait for answers to invalidations, for which there are so many
   * connections beside the others: those that read may not take the last one.
   */
  int invalidators() {
    return Math.max(2, size / 4);
  }

  /** Returns the number of connections to one server at most, whatever they are for. */
  int connections() {
    return size + invalidators() + APART;
  }
}
