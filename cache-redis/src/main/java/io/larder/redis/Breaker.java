package io.larder.redis;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a server that is down or hung from costing each call a timeout: after a failure nobody asks
 * it for a second, then one caller at a time does. Thread-safe.
 */
final class Breaker {

  static final long PAUSE_NANOS = 1_000_000_000L;

  private final ReentrantLock probing = new ReentrantLock();
  private volatile boolean open;
  private volatile long until;

  boolean isOpen() {
    return open;
  }

  void trip(long now) {
    until = now + PAUSE_NANOS;
    open = true;
  }

  /** Returns whether the caller is the one that may ask; it then calls {@link #endProbe}. */
  boolean tryProbe(long now) {
    return !(open && now - until < 0) && !probing.isHeldByCurrentThread() && probing.tryLock();
  }

  void endProbe() {
    probing.unlock();
  }

  void close() {
    open = false;
  }
}
