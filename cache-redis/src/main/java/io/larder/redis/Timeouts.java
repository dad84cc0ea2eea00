package io.larder.redis;

import java.time.Duration;
import java.util.Set;

/**
 * How long what may take.
 *
 * @param connect opening a connection
 * @param silence of a server while an answer is due
 * @param poolWait waiting for a free connection
 * @param deadline an operation as a whole
 */
record Timeouts(Duration connect, Duration silence, Duration poolWait, Duration deadline) {

  static final String CONNECT_TIMEOUT = "connectTimeout";
  static final String TIMEOUT = "timeout";
  static final String POOL_WAIT = "poolWait";
  static final String DEADLINE = "deadline";
  static final Set<String> NAMES = Set.of(CONNECT_TIMEOUT, TIMEOUT, POOL_WAIT, DEADLINE);

  /** Each part fits into the whole, which bounds them together. */
  static final Duration DEFAULT_DEADLINE = Duration.ofMillis(250);

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);
  private static final Duration DEFAULT_POOL_WAIT = Duration.ofMillis(100);

  /**
   * Returns those that a URI says.
   *
   * @throws IllegalArgumentException if one of them is wrong
   */
  static Timeouts of(OptionReader options) {
    Duration connect = options.duration(CONNECT_TIMEOUT, DEFAULT_TIMEOUT);
    Duration silence = options.duration(TIMEOUT, DEFAULT_TIMEOUT);
    Duration poolWait = options.duration(POOL_WAIT, DEFAULT_POOL_WAIT);
    Duration whole = options.duration(DEADLINE, roomFor(connect, silence, poolWait));
    return new Timeouts(connect, silence, poolWait, whole);
  }

  /** Who raises a part above the whole means to wait so long; the whole must not undo that. */
  private static Duration roomFor(Duration... parts) {
    Duration sum = Duration.ZERO;
    boolean raised = false;
    for (Duration part : parts) {
      raised |= part.compareTo(DEFAULT_DEADLINE) > 0;
      sum = sum.plus(part);
    }
    return raised ? sum : DEFAULT_DEADLINE;
  }
}
