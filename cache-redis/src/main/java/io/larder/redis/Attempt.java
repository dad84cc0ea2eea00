package io.larder.redis;

import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One piece of work on the server, of which it is known afterwards whether its outcome counts: not
 * if the server turned out to be another one, or to have lost something, while it was done. Used by
 * one thread.
 */
final class Attempt {

  private final Retry retry;
  private final ServerIdentity identity;
  private final Losses losses;
  private final int raises;
  private final int failures;
  private final long began;

  /** Begins it. */
  Attempt(Retry retry, ServerIdentity identity, Losses losses) {
    this.retry = retry;
    this.identity = identity;
    this.losses = losses;
    this.raises = losses.raises();
    this.failures = identity.failures();
    this.began = System.nanoTime();
  }

  /** Returns the reading of {@link System#nanoTime} when it began. */
  long began() {
    return began;
  }

  /**
   * Does the work, and asks which server it was if that is not known.
   *
   * @param work may be done twice
   * @throws JedisException if the server is out of reach
   */
  <T> T make(Supplier<T> work) {
    T outcome = retry.run(work);
    identity.check(failures);
    return outcome;
  }

  /** Returns whether what came of it counts. */
  boolean counts() {
    return !losses.areOpen() && raises == losses.raises();
  }

  /** Notes that the clock was seen going backwards, unless that was made up for since. */
  void sawRegress() {
    losses.noticeSince(raises);
  }
}
