package io.larder.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.larder.cache.CacheStore;
import io.larder.cache.CopyStats;
import io.larder.cache.Larder;
import io.larder.cache.Miss;
import io.larder.cache.Terms;
import io.larder.cache.codec.Codecs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What the events of others cost a process with copies in memory: another process invalidates tags
 * that none of its copies carries, and it serves the same requests without and with that.
 *
 * <p>Arguments: the seconds of each measurement (20), the tags a second (1000), and of how many
 * there are they are taken in turn (10000; 0 if none ever comes again).
 */
public final class NearStorm {

  private static final int KEYS = 1_000;
  private static final int LOOKS_A_SECOND = 2_000;

  private NearStorm() {}

  /** Measures and prints a table. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("storm")) {
      storm(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      return;
    }
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int tags = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
    try (RedisServer server = RedisServer.open();
        Larder larder =
            Larder.builder().store("tiered+" + server.uri()).namespace("bench").build()) {
      CacheStore<byte[]> store = larder.store("values", Codecs.bytes());
      serve(larder, store, seconds); // until all is compiled
      System.out.println("| events a second | hits in memory | of a core | counted |");
      System.out.println("| --- | --- | --- | --- |");
      report(larder, store, seconds, "none");
      Process storm = child(server.uri().toString(), rate, tags);
      try {
        serve(larder, store, seconds);
        report(larder, store, seconds, rate + " of " + (tags == 0 ? "ever new tags" : tags));
      } finally {
        storm.destroy();
      }
    }
  }

  private static Process child(String uri, int rate, int tags) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            NearStorm.class.getName(),
            "storm",
            uri,
            "" + rate,
            "" + tags)
        .inheritIO()
        .start();
  }

  private static void storm(String uri, int rate, int tags) {
    try (Larder larder = Larder.builder().store(uri).namespace("bench").build()) {
      long began = System.nanoTime();
      for (long i = 0; ; i++) {
        LockSupport.parkNanos(began + i * 1_000_000_000L / rate - System.nanoTime());
        larder.invalidate(List.of("foreign-" + (tags == 0 ? i : i % tags)));
      }
    }
  }

  private static void report(Larder larder, CacheStore<byte[]> store, int seconds, String events) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    CopyStats before = larder.copyStats();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    serve(larder, store, seconds);
    double share = (double) (system.getProcessCpuTime() - cpu) / (System.nanoTime() - began);
    CopyStats counted = larder.copyStats().minus(before);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f %% | %.2f %% | %s |%n",
        events,
        100 * counted.hitRatio(),
        100 * share,
        counted);
  }

  /** Answers requests at a constant pace, and loads what is missing. */
  private static void serve(Larder larder, CacheStore<byte[]> store, int seconds) {
    Terms terms = Terms.ttl(Duration.ofHours(1)).tagged("quotes");
    long began = System.nanoTime();
    long looks = (long) seconds * LOOKS_A_SECOND;
    for (long i = 0; i < looks; i++) {
      LockSupport.parkNanos(began + i * 1_000_000_000L / LOOKS_A_SECOND - System.nanoTime());
      String key = "k" + i % KEYS;
      if (store.find(key) instanceof Miss) {
        store.fill(store.claim(key), Payload.json(700), terms);
      }
    }
    if (!larder.health().reachable()) {
      throw new IllegalStateException("there is no Redis any more: " + larder.health().detail());
    }
  }
}
