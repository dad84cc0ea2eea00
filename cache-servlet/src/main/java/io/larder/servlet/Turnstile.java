package io.larder.servlet;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many requests of one key through to the handler at a time: those that waited for a
 * leader that failed.
 */
final class Turnstile {

  private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final int width;

  Turnstile(int width) {
    this.width = width;
  }

  /**
   * Goes in, when it is this request's turn or after that many nanoseconds. Whoever went in goes
   * {@linkplain Pass#leave() out} again.
   *
   * @throws InterruptedException if the thread is interrupted; it has not gone in then
   */
  Pass enter(String key, long timeoutNanos) throws InterruptedException {
    Gate gate = gates.compute(key, (k, present) -> (present == null ? new Gate() : present).join());
    boolean admitted = false;
    boolean entered = false;
    try {
      admitted = gate.places.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS);
      entered = true;
      return new Pass(key, gate, admitted);
    } finally {
      if (!entered) {
        leave(key);
      }
    }
  }

  private void leave(String key) {
    gates.computeIfPresent(key, (k, gate) -> gate.leave());
  }

  boolean isEmpty() {
    return gates.isEmpty();
  }

  private final class Gate {
    private final Semaphore places = new Semaphore(width);

    /** Only touched while the map holds the key's lock. */
    private int users;

    Gate join() {
      users++;
      return this;
    }

    @Nullable Gate leave() {
      users--;
      return users == 0 ? null : this;
    }
  }

  /** The right to be in. */
  final class Pass {
    private final String key;
    private final Gate gate;
    private final boolean admitted;

    private Pass(String key, Gate gate, boolean admitted) {
      this.key = key;
      this.gate = gate;
      this.admitted = admitted;
    }

    void leave() {
      if (admitted) {
        gate.places.release();
      }
      Turnstile.this.leave(key);
    }
  }
}
