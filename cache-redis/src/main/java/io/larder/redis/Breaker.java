package io.larder.redis;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server that is down, hung or slow from costing callers anything: after a failure none of
 * them asks it, and a thread of its own tries it about once a second until it answers.
 *
 * <p>A server that answers the trial and then fails again is tried more and more seldom: each time
 * it is believed, its callers pay. There is a thread only while the server is out of reach.
 * Thread-safe.
 */
final class Breaker implements AutoCloseable {

  static final long PAUSE_NANOS = 1_000_000_000L;
  static final long LONGEST_PAUSE_NANOS = 16_000_000_000L;

  /** Who fails so soon after having answered is not well yet. */
  private static final long RELAPSE_NANOS = 10_000_000_000L;

  private static final long PATIENCE_MILLIS = 250;

  private final String where;
  private final BooleanSupplier trial;
  private final Runnable afterwards;
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
    this.where = where;
    this.trial = trial;
    this.afterwards = afterwards;
  }

  boolean isOpen() {
    return open;
  }

  /** Lets nobody ask from now on until a trial succeeds. */
  synchronized void trip(long now) {
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
        if (thread == null && open && !ended) {
          Thread trying = Threads.daemon("larder-redis-trial " + where, this::run);
          thread = trying;
          trying.start();
        }
      }
    }
  }

  /** Has the server tried now, if it is out of reach: somebody has heard from it. */
  void wake() {
    if (open) {
      wakes.release();
    }
  }

  /** Returns how long the next trial waits. */
  synchronized long pauseNanos() {
    return pause;
  }

  private void run() {
    boolean answers = false;
    try {
      while (!answers && !ended) {
        if (wakes.tryAcquire(pauseNanos(), TimeUnit.NANOSECONDS)) {
          wakes.drainPermits();
        }
        answers = !ended && trial.getAsBoolean();
      }
    } catch (InterruptedException e) {
      // Only closing interrupts this thread.
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
    if (answers) {
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
    if (trying != null) {
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
