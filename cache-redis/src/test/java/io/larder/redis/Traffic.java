package io.larder.redis;

import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.Claim;
import io.larder.cache.Lookup;
import io.larder.cache.Miss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Requests of one process that look keys up, load what is missing, and change what is loaded and
 * end it then. None may fail, and none may be served what was ended before it began.
 */
final class Traffic implements AutoCloseable {

  private static final int READERS = 4;
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(5);

  // Else those who are refused at once would leave the servers no time to agree on a successor.
  private static final Duration BETWEEN_LOOKS = Duration.ofNanos(200_000);

  private final CacheStore<String> store;
  private final List<String> keys;

  /** What loading a key gives, and the highest that a change had whose event has returned. */
  private final AtomicLong[] source;

  private final AtomicLong[] ended;
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final AtomicLong longest = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  private Traffic(CacheStore<String> store, List<String> keys) {
    this.store = store;
    this.keys = keys;
    this.source =
        IntStream.range(0, keys.size()).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
    this.ended =
        IntStream.range(0, keys.size()).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
  }

  /** Begins; there is no end but {@link #close}. */
  static Traffic on(CacheStore<String> store, List<String> keys) {
    Traffic traffic = new Traffic(store, keys);
    for (int i = 0; i < READERS; i++) {
      Random random = new Random(i);
      traffic.start(() -> traffic.read(random));
    }
    Random random = new Random(READERS);
    traffic.start(() -> traffic.change(random));
    traffic.threads.forEach(Thread::start);
    return traffic;
  }

  private void start(Runnable request) {
    threads.add(
        new Thread(
            () -> {
              while (!over) {
                long began = System.nanoTime();
                try {
                  request.run();
                } catch (RuntimeException | Error e) {
                  wrongs.add("a request failed: " + e);
                }
                longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                requests.increment();
              }
            }));
  }

  private void read(Random random) {
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    int which = random.nextInt(keys.size());
    String key = keys.get(which);
    long must = ended[which].get();
    Lookup<String> found = store.find(key);
    if (found instanceof CacheEntry<String> entry) {
      hits.increment();
      if (Long.parseLong(String.valueOf(entry.value())) < must) {
        wrongs.add(key + " was found as " + entry.value() + " where " + must + " was due");
      }
    } else if (found instanceof Miss) {
      Claim claim = store.claim(key);
      String value = "" + source[which].get();
      var unused = store.fill(claim, value, Lab.MINUTE.tagged("tag-" + key));
    }
  }

  private void change(Random random) {
    LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
    int which = random.nextInt(keys.size());
    String key = keys.get(which);
    long value;
    if (random.nextInt(4) == 0) {
      Claim claim = store.claim(key);
      value = source[which].incrementAndGet();
      var unused = store.put(claim, "" + value, Lab.MINUTE.tagged("tag-" + key));
    } else {
      value = source[which].incrementAndGet();
      var unused =
          random.nextBoolean() ? store.evict(key) : store.invalidate(List.of("tag-" + key));
    }
    ended[which].accumulateAndGet(value, Math::max);
  }

  /** Returns how many look-ups were served so far. */
  long hits() {
    return hits.sum();
  }

  /** Returns how many requests there were so far. */
  long requests() {
    return requests.sum();
  }

  /** Returns how long the longest of them has taken. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** Returns what should not have been. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
