package io.larder.chaos;

import io.larder.cache.Durations;
import io.larder.redis.RedisDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Returns what must never be, a sentence each. */
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
    return wrong;
  }

  /** Returns what has taken too long, a sentence each; nothing if that is not judged. */
  List<String> judgeTimes(Row row) {
    List<String> wrong = new ArrayList<>();
    if (times) {
      judge("until the breaker opens", row.opening(), deadline.toMillis() + UNTIL_OPEN_MILLIS)
          .ifPresent(wrong::add);
      judge("once the breaker is open", row.opened(), ONCE_OPEN_MILLIS).ifPresent(wrong::add);
      judge("afterwards", row.after(), ONCE_OPEN_MILLIS).ifPresent(wrong::add);
    }
    return wrong;
  }

  private static Optional<String> judge(String when, Row.Phase phase, double more) {
    double limit = phase.control().p99() + more;
    return phase.cached().p99() <= limit || Double.isNaN(phase.cached().p99())
        ? Optional.empty()
        : Optional.of(
            "p99 %s is %.1f ms: over %.1f ms".formatted(when, phase.cached().p99(), limit));
  }
}
