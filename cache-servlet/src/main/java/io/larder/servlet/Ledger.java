package io.larder.servlet;

import io.larder.cache.CacheEntry;
import io.larder.cache.Ticker;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the pages of one rule take in the store, as far as this process knows: what it has
 * stored itself and has not seen end. What is ended by others is noticed bit by bit, when there is
 * no room: some entries are looked up, once a second.
 *
 * <p>As many keys are held as fit in the share. Thread-safe, without a lock.
 */
final class Ledger {

  /** What an entry takes beside its page, about. */
  static final int ENTRY = 264;

  private static final int SAMPLE = 256;
  private static final long REST_NANOS = 1_000_000_000L;

  private final long share;
  private final PageStore store;
  private final Ticker ticker;
  private final ConcurrentMap<String, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong sweptAt;

  private record Held(long bytes, long endsAt) {}

  /**
   * Creates it.
   *
   * @param share so many bytes at most
   */
  Ledger(long share, PageStore store, Ticker ticker) {
    this.share = share;
    this.store = store;
    this.ticker = ticker;
    this.sweptAt = new AtomicLong(ticker.read() - REST_NANOS);
  }

  /**
   * Enters a page that is about to be stored.
   *
   * @param size the bytes of head and body
   * @param nanos for how long it is usable
   * @return false if there is no room for it; nothing is entered then
   */
  boolean enter(String key, long size, long nanos) {
    long more = size + ENTRY + key.length();
    return tryEnter(key, more, nanos) || (sweep() && tryEnter(key, more, nanos));
  }

  private boolean tryEnter(String key, long more, long nanos) {
    Held there = held.get(key);
    long change = more - (there == null ? 0 : there.bytes);
    if (bytes.addAndGet(change) > share && change > 0) {
      bytes.addAndGet(-change);
      return false;
    }
    Held now = new Held(more, ticker.read() + nanos);
    boolean entered =
        there == null ? held.putIfAbsent(key, now) == null : held.replace(key, there, now);
    if (!entered) {
      bytes.addAndGet(-change); // another one has entered it just now, and it is the same page
    }
    return true;
  }

  /** It was not stored after all, or has ended. */
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

  /** Takes out what has ended; false if that was done just now. */
  private boolean sweep() {
    long now = ticker.read();
    long last = sweptAt.get();
    if (now - last < REST_NANOS || !sweptAt.compareAndSet(last, now)) {
      return false;
    }
    int size = Math.max(1, held.size());
    Iterator<Map.Entry<String, Held>> all = held.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Held> each = all.next();
      boolean over = now - each.getValue().endsAt >= 0;
      if (!over && ThreadLocalRandom.current().nextInt(size) < SAMPLE) {
        over = !(store.find(each.getKey()) instanceof CacheEntry);
      }
      if (over && held.remove(each.getKey(), each.getValue())) {
        bytes.addAndGet(-each.getValue().bytes);
      }
    }
    return true;
  }
}
