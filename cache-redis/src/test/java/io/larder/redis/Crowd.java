package io.larder.redis;

import io.larder.cache.Answer;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Requests of several nodes over one server: each looks keys up, loads what is missing, and changes
 * what is loaded and ends it then. None may fail; none may be served what its own node had ended
 * before it began, nor what another one had ended longer than the bound before.
 */
final class Crowd implements AutoCloseable {

  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(20);
  private static final Duration BETWEEN_LOOKS = Duration.ofNanos(100_000);

  private final List<CacheStore<String>> nodes;
  private final long boundNanos;
  private final List<Key> keys;
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private final List<LongAdder> hits;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /** What loading it gives, and which values were ended: by which node, and when that returned. */
  private static final class Key {
    final String name;
    final AtomicLong source = new AtomicLong();
    final AtomicLong[] own;
    final ConcurrentSkipListMap<Long, Long> ended = new ConcurrentSkipListMap<>();

    Key(String name, int nodes) {
      this.name = name;
      this.own =
          IntStream.range(0, nodes).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
    }

    /** The lowest value that a look-up may find which a node begins now. */
    long due(int node, long now, long boundNanos) {
      var others = ended.floorEntry(now - boundNanos);
      return Math.max(own[node].get(), others == null ? 0 : others.getValue());
    }

    void ended(int node, long value) {
      own[node].accumulateAndGet(value, Math::max);
      ended.merge(System.nanoTime(), value, Math::max);
    }
  }

  private Crowd(List<CacheStore<String>> nodes, Duration bound, int keys) {
    this.nodes = nodes;
    this.boundNanos = bound.toNanos();
    this.keys = IntStream.range(0, keys).mapToObj(i -> new Key("k" + i, nodes.size())).toList();
    this.hits = nodes.stream().map(node -> new LongAdder()).toList();
  }

  /** Begins; there is no end but {@link #close}. */
  static Crowd on(List<CacheStore<String>> nodes, Duration bound) {
    Crowd crowd = new Crowd(nodes, bound, 20);
    for (int i = 0; i < nodes.size(); i++) {
      int node = i;
      Random looks = new Random(i);
      Random changes = new Random(100 + i);
      crowd.start(() -> crowd.read(node, looks));
      crowd.start(() -> crowd.change(node, changes));
    }
    crowd.threads.forEach(Thread::start);
    return crowd;
  }

  private void start(Runnable request) {
    threads.add(
        new Thread(
            () -> {
              while (!over) {
                try {
                  request.run();
                } catch (RuntimeException | Error e) {
                  wrongs.add("a request failed: " + e);
                }
              }
            }));
  }

  private void read(int node, Random random) {
    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    Key key = keys.get(random.nextInt(keys.size()));
    CacheStore<String> store = nodes.get(node);
    long due = key.due(node, System.nanoTime(), boundNanos);
    Lookup<String> found = store.find(key.name);
    if (found instanceof CacheEntry<String> entry) {
      hits.get(node).increment();
      if (Long.parseLong(String.valueOf(entry.value())) < due) {
        wrongs.add(node + ": " + key.name + " was " + entry.value() + " where " + due + " was due");
      }
    } else if (found instanceof Miss) {
      Claim claim = store.claim(key.name);
      String value = "" + key.source.get();
      var unused = store.fill(claim, value, Lab.MINUTE.tagged("tag-" + key.name));
    }
  }

  private void change(int node, Random random) {
    LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
    Key key = keys.get(random.nextInt(keys.size()));
    CacheStore<String> store = nodes.get(node);
    Answer answer;
    long value;
    if (random.nextInt(4) == 0) {
      Claim claim = store.claim(key.name);
      value = key.source.incrementAndGet();
      answer = store.put(claim, "" + value, Lab.MINUTE.tagged("tag-" + key.name));
    } else {
      value = key.source.incrementAndGet();
      answer =
          random.nextBoolean()
              ? store.evict(key.name)
              : store.invalidate(List.of("tag-" + key.name));
    }
    if (answer == Answer.APPLIED) {
      key.ended(node, value);
    }
  }

  /** What went wrong, one sentence each. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** How many look-ups of the node that has fewest have found something. */
  long hits() {
    return hits.stream().mapToLong(LongAdder::sum).min().orElse(0);
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(
        thread -> {
          try {
            thread.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
