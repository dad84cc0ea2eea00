package io.larder.redis.testing;

import java.util.concurrent.TimeUnit;

/**
 * The flow of one direction of a proxy, and the place where those wait whom it slows. Thread-safe.
 */
final class ProxyValve {
  private volatile ProxyFlow flow = ProxyFlow.AT_SPEED;

  ProxyFlow flow() {
    return flow;
  }

  synchronized void set(ProxyFlow next) {
    flow = next;
    notifyAll();
  }

  /** Waits while nothing passes. */
  void awaitPassing() throws InterruptedException {
    if (!flow.passes()) {
      synchronized (this) {
        while (!flow.passes()) {
          wait();
        }
      }
    }
  }

  /** Waits until a time of {@link System#nanoTime}; a change of the flow ends it before. */
  void awaitTime(long nanoTime, ProxyFlow then) throws InterruptedException {
    if (nanoTime - System.nanoTime() > 0) {
      synchronized (this) {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && flow.equals(then)) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = nanoTime - System.nanoTime();
        }
      }
    }
  }
}
