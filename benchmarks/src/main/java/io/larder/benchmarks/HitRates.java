package io.larder.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.larder.cache.Cache;
import io.larder.cache.Larder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * What a full store finds: how many of the same requests are hits in memory here, and in a bare
 * Caffeine that is told of every use. Some traffic, each in sizes of which the largest holds a
 * tenth of what is asked for.
 */
public final class HitRates {

  private static final int KEYS = 100_000;
  private static final int REQUESTS = 2_000_000;
  private static final int ROUNDS = 3;
  private static final int[] SIZES = {100, 1_000, 10_000};

  private HitRates() {}

  /** Traffic of one kind; each call begins it anew. */
  private record Traffic(String name, Supplier<IntSupplier> requests) {}

  private static final Traffic[] TRAFFIC = {
    new Traffic("Zipf 0.8", () -> zipf(0.8, i -> 0, 0)),
    new Traffic("Zipf 1.0", () -> zipf(1.0, i -> 0, 0)),
    new Traffic("Zipf 1.0 whose favourites move", () -> zipf(1.0, i -> i / 20_000 * 37, 0)),
    new Traffic("Zipf 1.0, a third of it scans", () -> zipf(1.0, i -> 0, 33)),
    new Traffic("bursts of 2 to 9 for each key", HitRates::bursts)
  };

  /** Simulates and prints a table. */
  public static void main(String[] args) {
    System.out.println("| traffic | entries | hits | of Caffeine |");
    System.out.println("| --- | --- | --- | --- |");
    for (Traffic traffic : TRAFFIC) {
      for (int size : SIZES) {
        double ours = 0;
        double theirs = 0;
        for (int round = 0; round < ROUNDS; round++) {
          ours += ofLarder(size, traffic.requests().get());
          theirs += ofCaffeine(size, traffic.requests().get());
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %.1f %% | %.1f %% |%n",
            traffic.name(),
            size,
            ours / ROUNDS,
            theirs / ROUNDS);
      }
    }
  }

  private static double ofLarder(int size, IntSupplier requests) {
    try (Larder larder = Larder.open("memory:?maxEntries=" + size)) {
      Cache<Object> cache =
          larder.cacheBuilder("rates", Object.class).ttl(Duration.ofHours(1)).build();
      return rate(requests, (key, loads) -> cache.get(key, load -> loads.apply(key)));
    }
  }

  private static double ofCaffeine(int size, IntSupplier requests) {
    com.github.benmanes.caffeine.cache.Cache<String, String> cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(size)
            .expireAfterWrite(Duration.ofHours(1))
            .build();
    return rate(requests, cache::get);
  }

  /** Returns how many of a hundred requests did not need their loader. */
  private static double rate(
      IntSupplier requests, BiFunction<String, Function<String, String>, Object> get) {
    int[] loads = new int[1];
    for (int i = 0; i < REQUESTS; i++) {
      String key = Integer.toString(requests.getAsInt());
      Object value =
          get.apply(
              key,
              asked -> {
                loads[0]++;
                return asked;
              });
      if (!key.equals(value)) {
        throw new IllegalStateException(key + " was answered with " + value);
      }
    }
    return 100.0 - 100.0 * loads[0] / REQUESTS;
  }

  private static IntSupplier zipf(double exponent, IntUnaryOperator moved, int scans) {
    double[] sums = new double[KEYS];
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += 1 / Math.pow(i + 1, exponent);
      sums[i] = sum;
    }
    double all = sum;
    SplittableRandom random = new SplittableRandom(3);
    int[] asked = new int[1];
    return () -> {
      int at = asked[0]++;
      if (random.nextInt(100) < scans) {
        return KEYS + at; // never asked for before, nor again
      }
      int found = Arrays.binarySearch(sums, random.nextDouble() * all);
      return ((found < 0 ? -found - 1 : found) + moved.applyAsInt(at)) % KEYS;
    };
  }

  private static IntSupplier bursts() {
    SplittableRandom random = new SplittableRandom(5);
    int[] keys = new int[300];
    int[] left = new int[keys.length];
    return () -> {
      int at = random.nextInt(keys.length);
      if (left[at]-- == 0) {
        keys[at] = random.nextInt(KEYS);
        left[at] = 1 + random.nextInt(8);
      }
      return keys[at];
    };
  }
}
