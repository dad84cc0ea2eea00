package io.larder.benchmarks.redis;

import io.larder.cache.Answer;
import io.larder.cache.CacheEntry;
import io.larder.cache.CacheStore;
import io.larder.cache.FillResult;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What it takes to end a tag, or a view, with few entries in it and with many. */
public final class Ends {

  private static final int[] SIZES = {1_000, 100_000, 1_000_000};
  private static final int PROBES = 20;
  private static final int THREADS = 8;
  private static final int WARMUPS = 2_000;
  private static final String TAG = "catalogue";
  private static final Terms TERMS = Terms.ttl(Setting.TTL).tagged(List.of(TAG));

  private Ends() {}

  /** So many entries on Redis, and as many copies of them in memory. */
  private static final class Filled implements AutoCloseable {

    private final int size;
    private final Larder larder;
    private final CacheStore<byte[]> store;
    private final List<Double> tag = new ArrayList<>();
    private final List<Double> clear = new ArrayList<>();

    Filled(URI redis, int size) {
      this.size = size;
      this.larder =
          Larder.open(
              "tiered+"
                  + redis
                  + "?maxBytes=2GB&timeout=10s&deadline=20s&poolWait=10s&namespace="
                  + Setting.NAMESPACE
                  + size);
      this.store = larder.store("values", Codecs.bytes());
      fill();
    }

    private void fill() {
      AtomicInteger next = new AtomicInteger();
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            pool.submit(
                () -> {
                  for (int at = next.getAndIncrement(); at < size; at = next.getAndIncrement()) {
                    fill(at);
                  }
                }));
      }
      try {
        for (Future<?> each : running) {
          each.get();
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("the entries cannot be stored", e);
      } finally {
        pool.shutdownNow();
      }
    }

    private void fill(int i) {
      String key = Setting.name(i);
      FillResult result = store.fill(store.claim(key), new byte[16], TERMS);
      Setting.require(result == FillResult.STORED, key + " is not stored but " + result);
    }

    /** Ends what nothing depends on, so that the first times are not those of a cold JVM. */
    private void warmUp() {
      CacheStore<byte[]> other = larder.store("other", Codecs.bytes());
      for (int i = 0; i < WARMUPS; i++) {
        Setting.require(
            larder.invalidate(List.of("other")) == Answer.APPLIED
                && other.clear() == Answer.APPLIED,
            "what nothing depends on is not ended");
      }
    }

    private int probe(int i) {
      return (int) ((long) i * (size - 1) / (PROBES - 1));
    }

    /** Ends what lies there, first once and then for a while; returns nanoseconds each. */
    double end(Supplier<Answer> end, long millis) {
      for (int i = 0; i < PROBES; i++) {
        Setting.require(
            store.find(Setting.name(probe(i))) instanceof CacheEntry, "there is nothing to end");
      }
      long start = System.nanoTime();
      long until = start + millis * 1_000_000;
      int times = 0;
      do {
        Setting.require(end.get() == Answer.APPLIED, "it is not ended");
        times++;
      } while (System.nanoTime() - until < 0);
      double nanos = (double) (System.nanoTime() - start) / times;
      for (int i = 0; i < PROBES; i++) {
        Setting.require(
            store.find(Setting.name(probe(i))) instanceof Miss, "what was ended is found");
        fill(probe(i));
      }
      return nanos;
    }

    Answer endTag() {
      return larder.invalidate(List.of(TAG));
    }

    Answer endView() {
      return store.clear();
    }

    @Override
    public void close() {
      larder.close();
    }
  }

  /** Fills, measures and prints a table. */
  public static void measure(URI redis, int rounds, long millis) {
    List<Filled> all = new ArrayList<>();
    try (Neighbour neighbour = new Neighbour(redis)) {
      for (int size : SIZES) {
        all.add(new Filled(redis, size));
      }
      System.out.println("| what | entries | the first | the rest | ratio to the fewest |");
      System.out.println("| --- | --- | --- | --- | --- |");
      neighbour.begin();
      all.forEach(Filled::warmUp);
      List<Double> firstOfTag = all.stream().map(each -> each.end(each::endTag, 0)).toList();
      List<Double> firstOfView = all.stream().map(each -> each.end(each::endView, 0)).toList();
      for (int round = 0; round < rounds; round++) {
        List<Filled> order = new ArrayList<>(all);
        if (round % 2 == 1) {
          Collections.reverse(order);
        }
        order.forEach(each -> each.tag.add(each.end(each::endTag, millis)));
        order.forEach(each -> each.clear.add(each.end(each::endView, millis)));
      }
      for (int i = 0; i < all.size(); i++) {
        print("tag", all.get(i).size, firstOfTag.get(i), all.get(i).tag, all.get(0).tag);
      }
      for (int i = 0; i < all.size(); i++) {
        print("clear", all.get(i).size, firstOfView.get(i), all.get(i).clear, all.get(0).clear);
      }
    } finally {
      all.forEach(Filled::close);
    }
  }

  private static void print(
      String what, int size, double first, List<Double> times, List<Double> fewest) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      ratios.add(times.get(i) / fewest.get(i));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.0f µs | %.1f µs | %s |%n",
        what,
        size,
        first / 1000,
        Spread.of(times).median() / 1000,
        Spread.of(ratios).format());
  }
}
