package io.larder.redis.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what comes about by itself, by asking again and again. */
final class Patience {
  // A sentinel that a busy machine has kept from running for two seconds trusts itself again only
  // after half a minute.
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // Each question is asked of all nodes: more often, it would keep them from what is waited for.
  private static final long STEP_NANOS = 50_000_000;

  /** A question that is answered by what is still missing. */
  interface Question {
    /** Returns what is missing, as a sentence, or null if nothing is. */
    @Nullable String ask();
  }

  private Patience() {}

  /**
   * Waits until nothing is missing; an answer that cannot be got is something missing.
   *
   * @param what is waited for, in a few words
   * @throws IllegalStateException if it takes longer than any machine should need, with what was
   *     missing last
   */
  static void await(String what, Question question) {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (String missing = ask(question); missing != null; missing = ask(question)) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "Waited " + LIMIT.toSeconds() + " s in vain for " + what + ": " + missing);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Interrupted while waiting for " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  private static @Nullable String ask(Question question) {
    try {
      return question.ask();
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
