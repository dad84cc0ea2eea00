package io.larder.redis;

import io.larder.cache.Answer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Invalidates, or keeps what cannot be done now until {@link Recovery} replays it: what was asked
 * for is never dropped, and never an exception. Thread-safe.
 */
final class Invalidator {

  private final Deadline deadline;
  private final Bulkhead places;
  private final RedisStats stats;
  private final Applying applying;
  private final Replicas replicas;
  private final Supplier<Attempt> attempts;
  private final Losses losses;
  private final Recovery recovery;
  private final Pending pending;
  private final Breaker breaker;

  Invalidator(
      RedisConnection connection,
      RedisStats stats,
      Applying applying,
      Replicas replicas,
      Supplier<Attempt> attempts,
      Losses losses,
      Recovery recovery) {
    this.deadline = connection.deadline();
    this.places = connection.invalidators();
    this.stats = stats;
    this.applying = applying;
    this.replicas = replicas;
    this.attempts = attempts;
    this.losses = losses;
    this.recovery = recovery;
    this.pending = recovery.pending();
    this.breaker = recovery.breaker();
  }

  /** Applies an invalidation, or keeps it. */
  Answer apply(Invalidation what) {
    return apply(() -> applying.apply(what), what);
  }

  /**
   * Does some work that invalidates.
   *
   * @param work does it and returns whether the clock had to be restored
   * @param instead what is kept and replayed if it cannot be done
   */
  Answer apply(BooleanSupplier work, Invalidation instead) {
    return deadline.within(
        () -> {
          Answer answer = applyFromAPlace(work, instead);
          return answer == Answer.APPLIED && !isSafe(instead) ? Answer.DEFERRED : answer;
        });
  }

  /** Returns whether enough replicas have what was applied. */
  private boolean isSafe(Invalidation what) {
    long began = System.nanoTime();
    try {
      return replicas.have(what);
    } catch (JedisException e) {
      // It was applied, and is replayed with those of the last seconds if the server is another one
      // then. That replicas take long is no outage: who asks next finds out whether it is one.
      if (!Trouble.isSilence(e)) {
        String unused = recovery.failures().of(e, began);
      }
      return false;
    }
  }

  private Answer applyFromAPlace(BooleanSupplier work, Invalidation instead) {
    // Not to be slowed by those who read: they may not take these places.
    if (breaker.isOpen()) {
      return applyInTime(work, instead);
    }
    if (!places.enter()) {
      if (!Thread.currentThread().isInterrupted()) {
        stats.countTurnedAway();
      }
      pending.add(instead);
      breaker.tryNow();
      return Answer.DEFERRED;
    }
    try {
      return applyInTime(work, instead);
    } finally {
      places.leave();
    }
  }

  private Answer applyInTime(BooleanSupplier work, Invalidation instead) {
    if (breaker.isOpen() || recovery.isDue()) {
      return applyLater(instead);
    }
    Attempt attempt = attempts.get();
    try {
      boolean restored = attempt.make(work::getAsBoolean);
      if (!attempt.counts()) {
        // One that is not the server any more may have applied it, and nobody has learnt of that.
        return applyLater(instead);
      }
      pending.applied(instead, System.nanoTime());
      if (restored) {
        replayWhatWasLost();
      }
      return Answer.APPLIED;
    } catch (ShardFailure e) {
      e.tell(attempt.began());
      // Puts aside what has to wait, and applies what lies elsewhere.
      return applyLater(instead);
    } catch (JedisException e) {
      pending.add(instead);
      if (breaker.isLate(attempt.began())) {
        // No trial is due, which would replay it.
        breaker.tryNow();
      }
      recovery.failures().ofNeeded(e, attempt.began());
      return Answer.DEFERRED;
    }
  }

  /** The clock was lost, and with it what else was done in the last seconds. */
  private void replayWhatWasLost() {
    pending.replayRecent(System.nanoTime());
    losses.raised();
    // Now, and not by who comes next: all the others would be told to wait.
    recovery.refusal();
  }

  /** Has it wait with all others, and does what waits if that can be done now. */
  private Answer applyLater(Invalidation what) {
    pending.add(what);
    return recovery.refusal() == null && !pending.ends(what) ? Answer.APPLIED : Answer.DEFERRED;
  }
}
