package io.larder.redis;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server that is down, hung or slow from costing callers anything: after a failure none of
 * them asks it, and a thread of its own tries it about once a second until it answers.
 *
 * <p>A server that answers the trial and then fails again is tried half as often: each time it is
 * believed, its callers pay. Not more seldom than that, since a trial is one connection of one
 * thread, and until it succeeds all values are computed. There is a thread only while the server is
 * out of reach. Thread-safe.
 */
final class Breaker implements AutoCloseable {

  static final long PAUSE_NANOS = 1_000_000_000L;
  static final long LONGEST_PAUSE_NANOS = 2_000_000_000L;

  /** Who fails so soon after having answered is not well yet. */
  private static final long RELAPSE_NANOS = 10_000_000_000L;

  private static final long PATIENCE_MILLIS = 250;

  /**
   * Processes that lost their server at one moment try it at different ones: up to so much sooner.
   */
  private static final double JITTER = 0.2;

  private final String where;
  private final BooleanSupplier trial;
  private final Runnable afterwards;
  private final Threads.Maker maker;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean open;
  private volatile boolean ended;

  private volatile @Nullable Thread thread;

  // Guarded by this object's lock.
  private boolean everClosed;
  private long closedAt;
  private long pause = PAUSE_NANOS;

  /**
   * Creates it, closed: everybody may ask.
   *
   * @param where names the server, for the thread's name
   * @param trial asks the server, sees to what has to be made up for, and returns whether all may
   *     ask again
   * @param afterwards is run once all may ask again
   */
  Breaker(String where, BooleanSupplier trial, Runnable afterwards) {
    this(where, trial, afterwards, Threads::daemon);
  }

  Breaker(String where, BooleanSupplier trial, Runnable afterwards, Threads.Maker maker) {
    this.where = where;
    this.trial = trial;
    this.afterwards = afterwards;
    this.maker = maker;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Returns whether what began then, and failed, says nothing about the server as it is now: it has
   * been out of reach and has recovered since.
   */
  synchronized boolean isLate(long began) {
    return !open && everClosed && began - closedAt < 0;
  }

  /**
   * Lets nobody ask from now on until a trial succeeds, unless what failed is {@linkplain #isLate
   * late}.
   */
  synchronized void trip(long began, long now) {
    if (isLate(began)) {
      return;
    }
    if (!open) {
      boolean relapse = everClosed && now - closedAt < RELAPSE_NANOS;
      pause = relapse ? Math.min(2 * pause, LONGEST_PAUSE_NANOS) : PAUSE_NANOS;
      open = true;
    }
    keepTrying();
  }

  /** Sees to it that somebody tries a server that is out of reach, whatever ended the last one. */
  void keepTrying() {
    if (thread == null) {
      synchronized (this) {
        if (open) {
          start();
        }
      }
    }
  }

  /** Has the trial made at once though all may ask: something waits for it. */
  synchronized void tryNow() {
    start();
    wakes.release();
  }

  private synchronized void start() {
    if (thread == null && !ended) {
      try {
        // It cannot end before this is noted: its end takes the lock too.
        thread = Threads.start(maker, "larder-redis-trial " + where, this::run);
      } catch (Threads.None e) {
        // The next who asks tries again.
      }
    }
  }

  /** Has the server tried now, if it is out of reach: somebody has heard from it. */
  void wake() {
    if (open) {
      wakes.release();
    }
  }

  /** Returns how long the next trial waits at most. */
  synchronized long pauseNanos() {
    return pause;
  }

  /** Returns a time that is somewhat shorter, each time another one. */
  static long jittered(long nanos) {
    return (long) (nanos * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
  }

  private void run() {
    boolean answers = false;
    try {
      while (!answers && !ended) {
        if (wakes.tryAcquire(jittered(pauseNanos()), TimeUnit.NANOSECONDS)) {
          wakes.drainPermits();
        }
        answers = !ended && trial.getAsBoolean();
      }
    } catch (InterruptedException e) {
      // Closing does so, and nobody else.
      ended = true;
    } finally {
      end(answers);
    }
    if (answers) {
      afterwards.run();
    }
  }

  private synchronized void end(boolean answers) {
    thread = null;
    if (answers && open) {
      open = false;
      everClosed = true;
      closedAt = System.nanoTime();
    }
  }

  @Override
  public void close() {
    Thread trying;
    synchronized (this) {
      ended = true;
      trying = thread;
    }
    if (trying != null && trying != Thread.currentThread()) {
      trying.interrupt();
    }
  }

  /** Waits a moment for the thread to end, after what it waits for has been cut. */
  void awaitEnd() {
    Thread trying = thread;
    if (trying != null && trying != Thread.currentThread()) {
      try {
        trying.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
