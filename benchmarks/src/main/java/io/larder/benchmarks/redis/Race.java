package io.larder.benchmarks.redis;

import io.larder.benchmarks.Clients;
import io.larder.benchmarks.soak.Child;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.RedisClient;

/**
 * Has some contenders do the same in turn, a JVM each, and compares the first with all others round
 * by round. The JVMs are new ones after half of the rounds, since two that compile the same program
 * differ. Where those that ask Redis run, {@link Cores} says.
 */
public final class Race {

  /** The table's head. */
  public static final String HEAD =
      "| what | bytes | keys | threads | time | beside | time | ratio (min to max) |"
          + " of the client's processor time | commands each |\n"
          + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";

  private static final int SETS = 2;

  /** What asks Redis is called a hundred times less often in a second. */
  private static final long NEAR_WARMUP_MILLIS = 1000;

  private static final long WARMUP_MILLIS = 4000;

  /** What is done between two looks at the clock. */
  private static final int BATCH_NEAR = 200;

  private static final int BATCH = 4;

  private static final Pattern COMMANDS = Pattern.compile("total_commands_processed:(\\d+)");

  /** Heartbeats, and what the neighbour changes, are no more commands than so many a second. */
  private static final double OF_OTHERS = 50;

  private final URI redis;
  private final int rounds;
  private final long millis;
  private final boolean near;
  private final int bytes;
  private final int keys;
  private final int threads;

  /**
   * Creates one over a server that it may fill.
   *
   * @param rounds at least 2
   * @param millis how long each sample takes
   */
  public Race(URI redis, int rounds, long millis) {
    this(redis, rounds, millis, false, 700, 1, 1);
  }

  private Race(URI redis, int rounds, long millis, boolean near, int bytes, int keys, int threads) {
    this.redis = redis;
    this.rounds = rounds;
    this.millis = millis;
    this.near = near;
    this.bytes = bytes;
    this.keys = keys;
    this.threads = threads;
  }

  /** Returns what the command of the server begins with. */
  public static List<String> server() {
    return Cores.ofServer();
  }

  /** Returns one in which nobody may ask Redis. */
  public Race asksNobody() {
    return new Race(redis, rounds, millis, true, bytes, keys, threads);
  }

  /** Returns one with values of that size, so many keys and so many threads. */
  public Race over(int bytes, int keys, int threads) {
    return new Race(redis, rounds, millis, near, bytes, keys, threads);
  }

  /**
   * What one contender did in one sample, in how many nanoseconds of clock and processor, and by
   * how many commands.
   */
  private record Sample(double operations, double nanos, double cpu, double commands) {

    /** Returns the nanoseconds of an operation, of whichever thread. */
    double time() {
      return nanos / operations;
    }
  }

  /** Runs it and prints a line for each pair. */
  public void run(String... contenders) {
    List<List<Sample>> samples = new ArrayList<>();
    for (int i = 0; i < contenders.length; i++) {
      samples.add(new ArrayList<>());
    }
    try (RedisClient client = Clients.patient(redis)) {
      int done = 0;
      for (int set = 1; set <= SETS; set++) {
        int upTo = rounds * set / SETS;
        client.flushAll();
        try (Neighbour neighbour = new Neighbour(redis)) {
          neighbour.begin();
          runSet(contenders, client, samples, done, upTo);
          neighbour.check();
        }
        done = upTo;
      }
    }
    for (int i = 1; i < contenders.length; i++) {
      print(contenders[0], samples.get(0), contenders[i], samples.get(i));
    }
  }

  private void runSet(
      String[] contenders, RedisClient client, List<List<Sample>> samples, int from, int to) {
    List<Child> children = new ArrayList<>();
    try {
      for (String contender : contenders) {
        children.add(
            start(
                near ? List.of() : Cores.ofClient(),
                redis,
                contender,
                bytes,
                keys,
                threads,
                near ? BATCH_NEAR : BATCH));
      }
      for (Child child : children) {
        sample(child, client, near ? NEAR_WARMUP_MILLIS : WARMUP_MILLIS);
      }
      for (int round = from; round < to; round++) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
          order.add(i);
        }
        if (round % 2 == 1) {
          Collections.reverse(order);
        }
        for (int i : order) {
          samples.get(i).add(sample(children.get(i), client, millis));
        }
      }
    } finally {
      children.forEach(Child::close);
    }
  }

  /** Starts a contender's JVM, by a command that its own follows. */
  static Child start(
      List<String> prefix,
      URI redis,
      String contender,
      int bytes,
      int keys,
      int threads,
      int batch) {
    return Child.start(
        prefix,
        Contestant.class,
        List.of("-Xmx2g", "-XX:+UseG1GC"),
        contender,
        redis.toString(),
        "" + bytes,
        "" + keys,
        "" + threads,
        "" + batch);
  }

  private Sample sample(Child child, RedisClient client, long length) {
    long before = commands(client);
    Map<String, String> told = child.say("run " + length);
    double commands = commands(client) - before - 1;
    double operations = Double.parseDouble(told.getOrDefault("operations", "0"));
    double seconds = Double.parseDouble(told.getOrDefault("nanos", "0")) / 1e9;
    // Who asks for each hit has far more: 10,000 a second.
    boolean right =
        near
            ? commands < OF_OTHERS * (1 + seconds) && commands < operations
            : commands >= operations;
    Setting.require(
        right, "Redis was asked %.0f times for %.0f operations".formatted(commands, operations));
    child.say("verify");
    return new Sample(
        operations,
        Double.parseDouble(told.getOrDefault("nanos", "0")),
        Double.parseDouble(told.getOrDefault("cpu", "0")),
        commands);
  }

  private static long commands(RedisClient client) {
    Matcher matcher = COMMANDS.matcher(client.info("stats"));
    Setting.require(matcher.find(), "Redis does not tell how many commands it has processed");
    return Long.parseLong(matcher.group(1));
  }

  private void print(String name, List<Sample> here, String beside, List<Sample> there) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      ratios.add(here.get(i).time() / there.get(i).time());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %s | %s | %s | %s | %.2f | %.1f beside %.1f |%n",
        name,
        bytes,
        keys,
        threads,
        time(here),
        beside,
        time(there),
        Spread.of(ratios).format(),
        each(here, Sample::cpu) / each(there, Sample::cpu),
        each(here, Sample::commands),
        each(there, Sample::commands));
  }

  /** Returns so much of an operation over all samples: of processor time one has but some ticks. */
  private static double each(List<Sample> samples, ToDoubleFunction<Sample> what) {
    return samples.stream().mapToDouble(what).sum()
        / samples.stream().mapToDouble(Sample::operations).sum();
  }

  private static String time(List<Sample> samples) {
    double nanos = Spread.of(samples.stream().map(Sample::time).toList()).median();
    return nanos < 10_000
        ? String.format(Locale.ROOT, "%.1f ns", nanos)
        : String.format(Locale.ROOT, "%.1f µs", nanos / 1000);
  }
}
