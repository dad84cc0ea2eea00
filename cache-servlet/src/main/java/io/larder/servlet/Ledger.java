package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Ticker;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the pages of one rule take in the store, as far as this process knows: what it has
 * stored itself and has not seen end. What is ended by others is noticed bit by bit, when there is
 * no room: a few entries are looked up, once a second, and more as long as that frees some.
 *
 * <p>As many keys are held as fit in the share. Thread-safe, without a lock; of threads that find
 * no room at once, one looks.
 */
final class Ledger {

  /** What an entry takes beside its page, about. */
  static final int ENTRY = 264;

  /** So many entries at most are asked for in the store by one request, and half of it usually. */
  static final int MOST_LOOK_UPS = 16;

  /** So many at most does one request pass in the walk. */
  private static final int MOST_STEPS = 1024;

  private static final long REST_NANOS = 1_000_000_000L;

  private final long share;
  private final PageStore store;
  private final Ticker ticker;
  private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable Walk> resting;

  private record Held(long bytes, long endsAt) {}

  /** Where the next one goes on, and not before when. */
  private record Walk(Iterator<Map.Entry<String, Held>> entries, long notBefore) {}

  /**
   * What was entered, and what stood there before.
   *
   * @param now null if another one has entered the same page just before
   */
  record Entered(String key, @Nullable Held before, @Nullable Held now) {}

  /**
   * Creates it.
   *
   * @param share so many bytes at most
   */
  Ledger(long share, PageStore store, Ticker ticker) {
    this.share = share;
    this.store = store;
    this.ticker = ticker;
    this.resting = new AtomicReference<>(new Walk(held.entrySet().iterator(), ticker.read()));
  }

  /**
   * Enters a page that is about to be stored.
   *
   * @param size the bytes of head and body
   * @param nanos for how long it is usable
   * @return what can be taken back; null if there is no room for it, and nothing is entered
   */
  @Nullable Entered enter(String key, long size, long nanos) {
    long more = size + ENTRY + key.length();
    Entered entered = tryEnter(key, more, nanos);
    return entered == null && walk() ? tryEnter(key, more, nanos) : entered;
  }

  private @Nullable Entered tryEnter(String key, long more, long nanos) {
    Held there = held.get(key);
    long change = more - (there == null ? 0 : there.bytes);
    if (bytes.addAndGet(change) > share && change > 0) {
      bytes.addAndGet(-change);
      return null;
    }
    Held now = new Held(more, ticker.read() + nanos);
    boolean entered =
        there == null ? held.putIfAbsent(key, now) == null : held.replace(key, there, now);
    if (!entered) {
      bytes.addAndGet(-change); // another one has entered it just now, and it is the same page
    }
    return new Entered(key, there, entered ? now : null);
  }

  /** It was not stored after all: what stood there before stands there again. */
  void takeBack(Entered entered) {
    Held now = entered.now;
    Held before = entered.before;
    if (now == null) {
      return;
    }
    boolean done =
        before == null ? held.remove(entered.key, now) : held.replace(entered.key, now, before);
    if (done) {
      bytes.addAndGet((before == null ? 0 : before.bytes) - now.bytes);
    }
  }

  /** It has ended. */
  void leave(String key) {
    Held there = held.remove(key);
    if (there != null) {
      bytes.addAndGet(-there.bytes);
    }
  }

  /** How many bytes are entered. */
  long bytes() {
    return bytes.get();
  }

  /** Takes out some of what has ended; false if that was done just now, or is done by another. */
  private boolean walk() {
    Walk walk = resting.getAndSet(null);
    if (walk == null) {
      return false;
    }
    long now = ticker.read();
    long notBefore = walk.notBefore;
    Iterator<Map.Entry<String, Held>> entries = walk.entries;
    try {
      if (now - notBefore < 0) {
        return false;
      }
      entries = entries.hasNext() ? entries : held.entrySet().iterator();
      notBefore = now + REST_NANOS;
      if (takesOut(entries, now)) {
        notBefore = now;
      }
      return true;
    } finally {
      resting.set(new Walk(entries, notBefore));
    }
  }

  /** Goes on for a bit, and says whether so much had ended that more of it is to be expected. */
  private boolean takesOut(Iterator<Map.Entry<String, Held>> entries, long now) {
    int size = Math.max(1, Math.min(held.size(), MOST_STEPS));
    int lookUps = 0;
    int ended = 0;
    for (int steps = 0; steps < MOST_STEPS && entries.hasNext(); steps++) {
      Map.Entry<String, Held> each = entries.next();
      boolean over = now - each.getValue().endsAt >= 0;
      if (!over
          && lookUps < MOST_LOOK_UPS
          && ThreadLocalRandom.current().nextInt(size) < MOST_LOOK_UPS / 2) {
        lookUps++;
        over = !(store.find(each.getKey()) instanceof CacheEntry);
      }
      if (over && held.remove(each.getKey(), each.getValue())) {
        bytes.addAndGet(-each.getValue().bytes);
        ended++;
      }
    }
    return ended > 0 && ended * 4 >= lookUps;
  }
}
