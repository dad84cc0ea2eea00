package io.larder.redis;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The invalidations that have not reached the server yet, in order, and those of the last seconds
 * that have, in case the server turns out to have lost them.
 *
 * <p>Those that wait for a part of a cluster alone are put aside: they hold up nobody but who asks
 * for what they end.
 *
 * <p>Bounded: a queue that overflows becomes one clear of everything, which ends whatever the queue
 * would have ended. Thread-safe.
 */
final class Pending {

  static final int MOST_WEIGHT = 10_000;
  static final long RECENT_NANOS = 10_000_000_000L;

  private record Done(Invalidation what, long at) {}

  private final ArrayDeque<Invalidation> queue = new ArrayDeque<>();
  private final List<Invalidation> aside = new ArrayList<>();
  private final ArrayDeque<Done> recent = new ArrayDeque<>();

  /** Of the queue and of what is put aside. */
  private int weight;

  private int recentWeight;

  // Both are read on every look-up, so without a lock.
  private volatile boolean due;
  private volatile Set<ByteBuffer> ended = Set.of();

  /** Returns whether nothing waits. */
  boolean isEmpty() {
    return !due && ended.isEmpty();
  }

  /** Returns whether something waits that may end anything. */
  boolean isDue() {
    return due;
  }

  /** Returns whether something was put aside that ends this entry. */
  boolean ends(byte[] entry) {
    Set<ByteBuffer> names = ended;
    return !names.isEmpty() && names.contains(ByteBuffer.wrap(entry));
  }

  /** Returns whether something was put aside that ends one of the entries that this is about. */
  boolean ends(Invalidation what) {
    return what.unlink().stream().anyMatch(this::ends)
        || what.soften().stream().anyMatch(this::ends);
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
    later.forEach(each -> weight -= each.weight());
    recent.forEach(done -> enqueue(done.what()));
    later.forEach(this::enqueue);
    recent.clear();
    recentWeight = 0;
  }

  /** Returns the first that waits, which stays until {@link #remove} or {@link #putAside}. */
  synchronized @Nullable Invalidation first() {
    return queue.peekFirst();
  }

  /** Removes the first, if it is still that one: an overflow may have replaced it. */
  synchronized void remove(Invalidation what) {
    if (queue.peekFirst() == what) {
      queue.removeFirst();
      weight -= what.weight();
      due = !queue.isEmpty();
    }
  }

  /**
   * Puts the first aside, if it is still that one: what holds its entries is out of reach, and
   * nothing else. Those of them that lie elsewhere stay.
   *
   * @param reachable tells which these are; if all, it is put aside as a whole
   */
  synchronized void putAside(Invalidation what, Predicate<byte[]> reachable) {
    if (queue.peekFirst() != what) {
      return;
    }
    queue.removeFirst();
    weight -= what.weight();
    Invalidation stays = what.about(reachable);
    Invalidation goes = what.about(reachable.negate());
    if (goes.isAboutEntries() && stays.isAboutEntries()) {
      queue.addFirst(stays);
      weight += stays.weight();
    } else {
      goes = what;
    }
    aside.add(goes);
    weight += goes.weight();
    Set<ByteBuffer> names = new HashSet<>(ended);
    goes.unlink().forEach(entry -> names.add(ByteBuffer.wrap(entry)));
    goes.soften().forEach(entry -> names.add(ByteBuffer.wrap(entry)));
    ended = Set.copyOf(names);
    due = !queue.isEmpty();
    bound();
  }

  /** Has what was put aside wait with all others; returns whether there was any. */
  synchronized boolean takeUp() {
    if (aside.isEmpty()) {
      return false;
    }
    queue.addAll(aside);
    due = true;
    aside.clear();
    // Afterwards: nobody may find neither.
    ended = Set.of();
    return true;
  }

  private void enqueue(Invalidation what) {
    queue.addLast(what);
    weight += what.weight();
    due = true;
    bound();
  }

  private void bound() {
    if (weight > MOST_WEIGHT) {
      queue.clear();
      aside.clear();
      // One of its own: whoever is just applying an older one must not take this one for it.
      Invalidation all = Invalidation.all();
      queue.addLast(all);
      weight = all.weight();
      due = true;
      ended = Set.of();
    }
  }

  private void forgetBefore(long now) {
    while (!recent.isEmpty() && now - recent.getFirst().at() > RECENT_NANOS) {
      recentWeight -= recent.removeFirst().what().weight();
    }
  }
}
