package io.larder.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures each hit and what it is compared with in turn, a JVM each, round after round: a machine
 * that other work slows down slows both, and the ratio of the two stays.
 *
 * <p>Arguments: the number of rounds (20), the seconds of each measurement (1), and a part of a
 * name ({@code Redis}) if not all of them are wanted.
 */
public final class HitRatios {

  private HitRatios() {}

  /**
   * One comparison; {@code benchmark} is divided by {@code base}. Parameters are {@code name=value}
   * with spaces between, {@code threads=2} among them.
   */
  private record Pair(
      String name, String benchmark, String base, String param, String baseParam, double limit) {

    Pair(String name, String benchmark, String base, String param, double limit) {
      this(name, benchmark, base, param, param, limit);
    }

    /** Two who answer the same annotated method. */
    static Pair methods(String by, String than, String param, double limit) {
      return new Pair(
          "method, " + by + " than " + than,
          "MethodHit.find",
          "MethodHit.find",
          "by=" + by + " " + param,
          "by=" + than + " " + param,
          limit);
    }
  }

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("memory, bytes", "MemoryHit.find", "MemoryHit.caffeine", "keys=1", 1.3),
          new Pair("memory, bytes", "MemoryHit.find", "MemoryHit.caffeine", "keys=1000", 1.3),
          new Pair("memory, page", "MemoryHit.findPage", "MemoryHit.caffeine", "keys=1", 1.3),
          new Pair("engine", "CacheHit.get", "CacheHit.caffeine", "keys=1", 1.5),
          new Pair("engine", "CacheHit.get", "CacheHit.caffeine", "keys=100000", 1.5),
          new Pair("engine", "CacheHit.get", "CacheHit.caffeine", "keys=1 threads=2", 1.5),
          new Pair("engine", "CacheHit.get", "CacheHit.caffeine", "keys=100000 threads=2", 1.5),
          new Pair(
              "engine, full", "CacheHit.get", "CacheHit.caffeine", "keys=100000 full=100", 1.5),
          new Pair("engine, loader", "CacheHit.getWithLoader", "CacheHit.caffeine", "keys=1", 1.5),
          Pair.methods("proxy", "caffeine", "keys=1", 2),
          Pair.methods("proxy", "caffeine", "keys=100000", 2),
          Pair.methods("proxy", "caffeine", "keys=1 threads=2", 2),
          Pair.methods("proxy", "caffeine", "keys=100000 threads=2", 2),
          Pair.methods("subclass", "caffeine", "keys=1", 2),
          Pair.methods("subclass", "caffeine", "keys=100000", 2),
          Pair.methods("subclass", "caffeine", "keys=1 threads=2", 2),
          Pair.methods("subclass", "caffeine", "keys=100000 threads=2", 2),
          Pair.methods("proxy", "jetcache", "keys=1", 1),
          Pair.methods("proxy", "jetcache", "keys=1 threads=2", 1),
          Pair.methods("proxy", "jetcache", "keys=100000", 1),
          Pair.methods("proxy", "jetcacheByHand", "keys=1", 1),
          Pair.methods("proxy", "jetcacheByHand", "keys=100000", 1),
          Pair.methods("proxy", "spring", "keys=1", 0.333),
          Pair.methods("proxy", "spring", "keys=1 threads=2", 0.333),
          Pair.methods("proxy", "spring", "keys=100000", 0.333),
          Pair.methods("proxy", "spring", "keys=100000 threads=2", 0.333),
          new Pair("copy, bytes", "NearHit.find", "NearHit.memory", "keys=1", 1.2),
          new Pair("copy, bytes", "NearHit.find", "NearHit.memory", "keys=1000", 1.2),
          new Pair("Redis, bytes", "RedisHit.find", "RedisHit.get", "bytes=700", 0),
          new Pair("Redis, bytes", "RedisHit.find", "RedisHit.get", "bytes=60000", 0),
          new Pair("Redis, page", "RedisHit.findPage", "RedisHit.get", "bytes=700", 0),
          new Pair("Redis, page", "RedisHit.findPage", "RedisHit.get", "bytes=60000", 0),
          new Pair("filter, hit", "FilterHit.hit", "FilterHit.byHand", "", 0),
          new Pair("filter, 304", "FilterHit.notModified", "FilterHit.byHand", "", 0),
          new Pair("encoded, as it is", "FilterHit.encodedHit", "FilterHit.hit", "", 0),
          new Pair("encoded, made out", "FilterHit.decodedHit", "FilterHit.hit", "", 0),
          new Pair("passing, no rule", "FilterPass.noRule", "FilterPass.handler", "", 0),
          new Pair("passing, bypass", "FilterPass.bypass", "FilterPass.handler", "", 0));

  /** What one measurement gave. */
  private record Measured(double time, String unit, double bytes) {}

  /** Measures and prints a table. */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    String part = args.length > 2 ? args[2] : "";
    System.out.println(
        "| what | time | beside | ratio (quartiles) | to reach | bytes an operation |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (Pair pair : PAIRS) {
      if (pair.name().contains(part)) {
        compare(pair, rounds, seconds);
      }
    }
  }

  private static void compare(Pair pair, int rounds, double seconds) throws RunnerException {
    List<Double> ratios = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    List<Double> baseTimes = new ArrayList<>();
    Measured here = new Measured(0, "", 0);
    Measured there = here;
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        here = measure(pair.benchmark(), pair.param(), seconds);
        there = measure(pair.base(), pair.baseParam(), seconds);
      } else {
        there = measure(pair.base(), pair.baseParam(), seconds);
        here = measure(pair.benchmark(), pair.param(), seconds);
      }
      times.add(here.time());
      baseTimes.add(there.time());
      ratios.add(here.time() / there.time());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s %s | %.1f %s | %.1f | %s | %s | %.0f beside %.0f |%n",
        pair.name(),
        pair.param(),
        Quartiles.of(times).median(),
        here.unit(),
        Quartiles.of(baseTimes).median(),
        Quartiles.of(ratios).format(2),
        pair.limit() == 0 ? "" : "at most " + pair.limit(),
        here.bytes(),
        there.bytes());
  }

  private static Measured measure(String name, String param, double seconds)
      throws RunnerException {
    int dot = name.indexOf('.');
    String pattern =
        "\\." + name.substring(0, dot) + "Benchmark\\." + name.substring(dot + 1) + "$";
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(pattern)
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.milliseconds((long) (1000 * seconds)))
        .measurementIterations(2)
        .measurementTime(TimeValue.milliseconds((long) (1000 * seconds)))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT);
    for (String each : param.isEmpty() ? new String[0] : param.split(" ", -1)) {
      String[] setting = each.split("=", 2);
      if (setting[0].equals("threads")) {
        options.threads(Integer.parseInt(setting[1]));
      } else {
        options.param(setting[0], setting[1]);
      }
    }
    RunResult result = new Runner(options.build()).runSingle();
    Result<?> primary = result.getPrimaryResult();
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Measured(
        primary.getScore(),
        primary.getScoreUnit().replace("/op", ""),
        allocated == null ? 0 : allocated.getScore());
  }
}
