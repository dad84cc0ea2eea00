package io.larder.chaos;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does something again and again, at fixed intervals whatever that takes: what is due
 * while it is held up is made up for. The work is told when it was due.
 */
final class Pace implements AutoCloseable {

  /** What is done. */
  interface Work {
    void at(long due);
  }

  private final Thread thread;
  private final Work work;
  private final long interval;
  private volatile boolean ended;
  private volatile @Nullable RuntimeException failure;

  private Pace(String name, double perSecond, Work work) {
    this.work = work;
    this.interval = (long) (1e9 / perSecond);
    this.thread = daemon(this::run, name);
  }

  static Pace start(String name, double perSecond, Work work) {
    Pace pace = new Pace(name, perSecond, work);
    pace.thread.start();
    return pace;
  }

  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void run() {
    long due = System.nanoTime();
    while (!ended) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      try {
        work.at(due);
      } catch (RuntimeException e) {
        failure = e;
        return;
      }
      due += interval;
    }
  }

  /**
   * Ends it, and waits for what it is doing.
   *
   * @throws IllegalStateException if the work has failed, which has ended it
   */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException(thread.getName() + " has ended", failure);
    }
  }
}
