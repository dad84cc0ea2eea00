package io.larder.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Compares answers over HTTP with the same ones without a cache; see {@link HttpOptions#USAGE}. */
public final class HttpRatios {

  private static final Logger ROOT = Logger.getLogger("");

  private final HttpOptions options;

  private HttpRatios(HttpOptions options) {
    this.options = options;
  }

  /** Measures and prints two tables. */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(HttpOptions.USAGE);
      return;
    }
    ROOT.setLevel(Level.WARNING);
    try (RedisServer redis = RedisServer.open()) {
      new HttpRatios(HttpOptions.of(args)).run(redis.uri());
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("http.sh: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(URI redis) {
    List<String> latencies = new ArrayList<>();
    System.out.println(
        "| what | body | requests/s | beside | ratio (quartiles) | to reach | of processor time |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (int bytes : options.sizes()) {
      try (Targets targets = Targets.start(redis, bytes, options.example())) {
        for (URI uri :
            List.of(
                targets.bare(), targets.fromMemory(), targets.bareGet(), targets.throughRedis())) {
          Wrk.run(uri, options.connections(), options.warmup());
        }
        throughput("memory", bytes, targets.fromMemory(), targets.bare(), 0.90);
        throughput("Redis", bytes, targets.throughRedis(), targets.bareGet(), 0.80);
        latencies.add(latency("memory", bytes, targets.fromMemory(), targets.bare(), 0.2));
        latencies.add(latency("Redis", bytes, targets.throughRedis(), targets.bareGet(), 1));
      }
      try (PassingTargets targets = PassingTargets.start(bytes)) {
        for (URI uri :
            List.of(targets.bare(), targets.unruled(), targets.passed(), targets.refused())) {
          Wrk.run(uri, options.connections(), options.warmup());
        }
        throughput("uncached, no rule", bytes, targets.unruled(), targets.bare(), 0.95);
        throughput("uncached, bypassed", bytes, targets.passed(), targets.bare(), 0.95);
        throughput("uncached, no-store", bytes, targets.refused(), targets.bare(), 0.95);
      }
    }
    System.out.println();
    System.out.println("| hit, one connection | body | median | beside | to reach |");
    System.out.println("| --- | --- | --- | --- | --- |");
    latencies.forEach(System.out::println);
  }

  private void throughput(String name, int bytes, URI hit, URI base, double least) {
    List<Double> hits = new ArrayList<>();
    List<Double> bases = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    for (int i = 0; i < options.pairs(); i++) {
      boolean hitFirst = i % 2 == 0;
      Wrk first = measure(hitFirst ? hit : base);
      Wrk second = measure(hitFirst ? base : hit);
      Wrk ofHit = hitFirst ? first : second;
      Wrk ofBase = hitFirst ? second : first;
      hits.add(ofHit.requestsPerSecond());
      bases.add(ofBase.requestsPerSecond());
      rates.add(ofHit.requestsPerSecond() / ofBase.requestsPerSecond());
      cpus.add(ofBase.cpuMicros() / ofHit.cpuMicros());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d B | %s | %s | %s | at least %.2f | %s |%n",
        name,
        bytes,
        Quartiles.of(hits).format(0),
        Quartiles.of(bases).format(0),
        Quartiles.of(rates).format(2),
        least,
        Quartiles.of(cpus).format(2));
  }

  private Wrk measure(URI uri) {
    return Wrk.run(uri, options.connections(), options.seconds());
  }

  private String latency(String name, int bytes, URI hit, URI base, double most) {
    List<Double> hits = new ArrayList<>();
    List<Double> bases = new ArrayList<>();
    for (int i = 0; i < Math.min(10, options.pairs()); i++) {
      hits.add(Wrk.run(hit, 1, options.seconds()).medianMillis());
      bases.add(Wrk.run(base, 1, options.seconds()).medianMillis());
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,d B | %s ms | %s ms | at most %s ms |",
        name,
        bytes,
        Quartiles.of(hits).format(3),
        Quartiles.of(bases).format(3),
        most);
  }
}
