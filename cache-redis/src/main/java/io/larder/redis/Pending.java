package io.larder.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invalidations that have not reached the server yet, in order, and those of the last seconds
 * that have, in case the server turns out to have lost them.
 *
 * <p>Bounded: a queue that overflows becomes one clear of everything, which ends whatever the queue
 * would have ended. Thread-safe.
 */
final class Pending {

  static final int MOST_WEIGHT = 10_000;
  static final long RECENT_NANOS = 10_000_000_000L;

  private record Done(Invalidation what, long at) {}

  private final ArrayDeque<Invalidation> queue = new ArrayDeque<>();
  private final ArrayDeque<Done> recent = new ArrayDeque<>();
  private int queueWeight;
  private int recentWeight;

  /** Read on every look-up, so without a lock. */
  private volatile boolean empty = true;

  boolean isEmpty() {
    return empty;
  }

  synchronized void add(Invalidation what) {
    enqueue(what);
  }

  /** Remembers what has just been applied. */
  synchronized void applied(Invalidation what, long now) {
    forgetBefore(now);
    if (what.weight() > MOST_WEIGHT) {
      what = Invalidation.ALL;
    }
    recent.addLast(new Done(what, now));
    recentWeight += what.weight();
    if (recentWeight > MOST_WEIGHT) {
      recent.clear();
      recent.addLast(new Done(Invalidation.ALL, now));
      recentWeight = Invalidation.ALL.weight();
    }
  }

  /** Puts what was applied in the last seconds before all that waits. */
  synchronized void replayRecent(long now) {
    forgetBefore(now);
    List<Invalidation> later = new ArrayList<>(queue);
    queue.clear();
    queueWeight = 0;
    recent.forEach(done -> enqueue(done.what()));
    later.forEach(this::enqueue);
    recent.clear();
    recentWeight = 0;
  }

  /** Returns the first that waits, which stays until {@link #remove}. */
  synchronized @Nullable Invalidation first() {
    return queue.peekFirst();
  }

  /** Removes the first, if it is still that one: an overflow may have replaced it. */
  synchronized void remove(Invalidation what) {
    if (queue.peekFirst() == what) {
      queue.removeFirst();
      queueWeight -= what.weight();
      empty = queue.isEmpty();
    }
  }

  private void enqueue(Invalidation what) {
    queue.addLast(what);
    queueWeight += what.weight();
    if (queueWeight > MOST_WEIGHT) {
      queue.clear();
      // One of its own: whoever is just applying an older one must not take this one for it.
      Invalidation all = Invalidation.all();
      queue.addLast(all);
      queueWeight = all.weight();
    }
    empty = false;
  }

  private void forgetBefore(long now) {
    while (!recent.isEmpty() && now - recent.getFirst().at() > RECENT_NANOS) {
      recentWeight -= recent.removeFirst().what().weight();
    }
  }
}
