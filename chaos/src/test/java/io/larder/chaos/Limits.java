package io.larder.chaos;

import io.larder.cache.Durations;
import io.larder.redis.RedisDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a row is judged by: nothing fails, nothing is stale, all recovers; and how long answers may
 * take, where that is judged.
 *
 * @param deadline of one operation of the store
 * @param times whether it is judged how long answers take
 */
record Limits(Duration deadline, boolean times) {

  private static final double UNTIL_OPEN_MILLIS = 50;
  private static final double ONCE_OPEN_MILLIS = 5;

  /** Those of a store whose URI says nothing of it. */
  static Limits ofDefaults(boolean times) {
    String deadline = RedisDefaults.options().get("deadline");
    return new Limits(Durations.parsePositive("deadline", deadline), times);
  }

  /**
   * For how long the breaker may still be closed after a fault: who asked just before its first
   * failure has the whole deadline too.
   */
  long openNanos() {
    return 2 * (deadline.toNanos() + (long) (UNTIL_OPEN_MILLIS * 1e6));
  }

  /** Returns what is wrong with a row, a sentence each. */
  List<String> judge(Row row) {
    List<String> wrong = new ArrayList<>();
    if (row.failed() > 0) {
      wrong.add(row.failed() + " requests failed");
    }
    if (!row.stale().isEmpty()) {
      wrong.add(row.stale().size() + " reads were stale, such as " + row.stale().get(0));
    }
    if (Double.isNaN(row.recoveredSeconds())) {
      wrong.add("it did not recover");
    }
    if (times) {
      double open = row.control().p99() + deadline.toMillis() + UNTIL_OPEN_MILLIS;
      double opened = row.control().p99() + ONCE_OPEN_MILLIS;
      if (row.opening().p99() > open) {
        wrong.add("p99 is over " + Math.round(open) + " ms until the breaker opens");
      }
      if (row.opened().p99() > opened) {
        wrong.add("p99 is over " + Math.round(opened) + " ms once the breaker is open");
      }
      if (row.after().p99() > opened) {
        wrong.add("p99 is over " + Math.round(opened) + " ms afterwards");
      }
    }
    return wrong;
  }
}
