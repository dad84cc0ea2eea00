package io.larder.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way into the container's response, which is closed when that is another request's.
 *
 * <p>It stands open while the chain runs, since the container waits for that. An asynchronous
 * handler goes on in threads of its own, of which the container knows nothing: it may end the
 * request, and use the same objects for the next one, while such a thread still writes. From {@link
 * #guard} on one thread at a time is inside, and whoever ends the request waits for it.
 *
 * <p>That wait has an end, for two reasons. Tomcat tells its listeners that a request is over while
 * it holds a lock, which a write that fails asks for. And nobody reads what a client has stopped to
 * read: only the container can end such a write, by the very thread that would wait. A thread that
 * is still inside then is on its way out, or in a write on a connection that is about to be closed.
 *
 * <p>Undertow makes its objects for one request only, so that nobody has to be waited for.
 */
final class Gate {
  /** How long whoever ends a request waits where it holds no lock of the container's. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The same where it may hold one. */
  static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

  /** Something that reaches the container's response. */
  interface Step {
    void run() throws IOException;
  }

  private final ReentrantLock inside = new ReentrantLock();
  private final boolean waits;
  private boolean guarded;
  private volatile @Nullable Thread only;
  private volatile boolean shut;

  Gate(Server server) {
    this.waits = server != Server.UNDERTOW;
  }

  /** Watches from now on who is inside. */
  void guard() {
    guarded = true;
    only = null;
  }

  boolean isGuarded() {
    return guarded;
  }

  boolean isShut() {
    return shut;
  }

  /** Whether another thread than this one is inside. */
  boolean isTaken() {
    return inside.isLocked() && !inside.isHeldByCurrentThread();
  }

  /**
   * Does something inside.
   *
   * @throws IOException if the gate is shut
   */
  void pass(Step step) throws IOException {
    if (!guarded) {
      step.run();
    } else if (!passesGuarded(step)) {
      throw new IOException("The response has ended, and nothing can be written to it any more");
    }
  }

  /** Does something inside that cannot fail; false if the gate is shut. */
  boolean passes(Runnable step) {
    if (!guarded) {
      step.run();
      return true;
    }
    try {
      return passesGuarded(step::run);
    } catch (IOException e) {
      throw new AssertionError(e); // nothing throws it
    }
  }

  private boolean passesGuarded(Step step) throws IOException {
    if (!admitsThis()) {
      return false; // without the lock, which somebody may hold who waits for what this one holds
    }
    inside.lock();
    try {
      boolean admitted = admitsThis();
      if (admitted) {
        step.run();
      }
      return admitted;
    } finally {
      inside.unlock();
    }
  }

  private boolean admitsThis() {
    Thread admitted = only;
    return !shut && (admitted == null || admitted == Thread.currentThread());
  }

  /**
   * Lets in nobody but this thread, which is the container's and asks the handler's listeners what
   * becomes of the response; until the handler goes on in a way that the container knows of.
   */
  void reserve() {
    only = Thread.currentThread();
    if (emptied(PATIENCE)) {
      inside.unlock();
    }
  }

  /** Lets everybody in again, unless it is shut. */
  void open() {
    only = null;
  }

  /**
   * Lets nobody in any more.
   *
   * @param last what this thread still has to do inside
   * @return whether that was done: nobody else has stayed inside for so long
   */
  boolean shut(Duration patience, Step last) throws IOException {
    only = Thread.currentThread();
    if (!emptied(patience)) {
      shut = true;
      return false;
    }
    try {
      last.run();
    } finally {
      shut = true;
      inside.unlock();
    }
    return true;
  }

  private boolean emptied(Duration patience) {
    try {
      return inside.tryLock(waits ? patience.toNanos() : 0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
