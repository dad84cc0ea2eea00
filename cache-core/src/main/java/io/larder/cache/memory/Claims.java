package io.larder.cache.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loads in flight of one view: claims, which are ids without a value, apart from the cache that
 * evicts.
 *
 * <p>They live in stripes; whoever reads or changes what lies under a key, entry or claim, does so
 * while it holds the lock of the key's stripe. A claim lives for the fence window. A full stripe
 * drops its oldest claim: that load is not stored.
 */
final class Claims {

  /** How many loads may be in flight in a view: more than any machine runs threads. */
  static final int MAX_CLAIMS = 16_384;

  private static final int STRIPES = 64;

  private final Stripe[] stripes = new Stripe[STRIPES];

  Claims(long fenceNanos) {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(fenceNanos, MAX_CLAIMS / STRIPES);
    }
  }

  /** Returns the stripe of a key, to be synchronized on. */
  Stripe stripe(String key) {
    int hash = key.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }

  /** Returns how many claims there are, those that have ended by themselves included. */
  int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        size += stripe.marks.size();
      }
    }
    return size;
  }

  private record Mark(long id, long takenAt) {}

  /** The claims of a part of the keys; each method is called with the stripe's lock held. */
  static final class Stripe {

    /** Oldest first: each claim lives as long as the others, and one that is taken again moves. */
    private final Map<String, Mark> marks = new LinkedHashMap<>();

    private final long fenceNanos;
    private final int max;

    Stripe(long fenceNanos, int max) {
      this.fenceNanos = fenceNanos;
      this.max = max;
    }

    /** Returns the id of the key's claim, or zero, which no claim has. */
    long idOf(String key, long now) {
      Mark mark = marks.get(key);
      return mark == null || hasEnded(mark, now) ? 0 : mark.id();
    }

    /** Joins the key's claim, whose life begins anew, or leaves one of that id. */
    long join(String key, long freshId, long now) {
      Mark before = marks.remove(key);
      long id = before == null || hasEnded(before, now) ? freshId : before.id();
      makeRoom(now);
      marks.put(key, new Mark(id, now));
      return id;
    }

    void remove(String key) {
      marks.remove(key);
    }

    private void makeRoom(long now) {
      Iterator<Mark> oldest = marks.values().iterator();
      @Nullable Mark mark = oldest.hasNext() ? oldest.next() : null;
      while (mark != null && (marks.size() >= max || hasEnded(mark, now))) {
        oldest.remove();
        mark = oldest.hasNext() ? oldest.next() : null;
      }
    }

    private boolean hasEnded(Mark mark, long now) {
      return now - mark.takenAt() >= fenceNanos;
    }
  }
}
