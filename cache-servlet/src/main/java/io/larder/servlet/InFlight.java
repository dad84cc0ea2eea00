package io.larder.servlet;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that responses take while they are captured, of all together. A client that reads
 * slowly, or not at all, holds what has come of its response; without a bound a few hundred of them
 * would hold any heap.
 *
 * <p>Thread-safe and without locks.
 */
final class InFlight {

  /** Up to so many bytes a body is not counted: a container holds as many for each response. */
  static final int FREE = 16 << 10;

  private final long most;
  private final AtomicLong taken = new AtomicLong();
  private final Set<Share> shares = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> abandoned = new ReferenceQueue<>();

  /**
   * Creates it, with nothing in flight.
   *
   * @param most the bytes that there may be
   */
  InFlight(long most) {
    this.most = most;
  }

  /** An eighth of the heap. */
  static long byDefault() {
    return Math.max(1, Runtime.getRuntime().maxMemory() / 8);
  }

  /** The bytes that are taken. */
  long taken() {
    return taken.get();
  }

  /**
   * Begins a share, with nothing in it.
   *
   * @param capture whose it is; where that ends without a word its share is given back
   */
  Share begin(Object capture) {
    return new Share(capture);
  }

  private boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    collect();
    if (taken.get() <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** Gives back what those have who are no more: containers do not tell of every response's end. */
  private void collect() {
    for (Reference<?> ended = abandoned.poll(); ended != null; ended = abandoned.poll()) {
      ((Share) ended).end();
    }
  }

  /** The share of one capture. */
  final class Share extends PhantomReference<Object> {
    private final AtomicLong held = new AtomicLong();

    private Share(Object capture) {
      super(capture, abandoned);
    }

    /** Lets it hold so many bytes in all; false if there are too many in flight. */
    boolean grow(long bytes) {
      long more = bytes - held.get();
      if (more <= 0) {
        return true;
      }
      if (!take(more)) {
        return false;
      }
      held.addAndGet(more);
      shares.add(this);
      return true;
    }

    /** Gives back what it holds. */
    void end() {
      taken.addAndGet(-held.getAndSet(0));
      shares.remove(this);
    }
  }
}
