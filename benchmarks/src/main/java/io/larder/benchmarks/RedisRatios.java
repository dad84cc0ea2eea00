package io.larder.benchmarks;

import io.larder.benchmarks.redis.Ends;
import io.larder.benchmarks.redis.Footprints;
import io.larder.benchmarks.redis.Race;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Compares what Larder does on Redis, and in memory before it, with a plain client, Redisson and
 * JetCache, over a {@code redis-server} of its own, while an unrelated tag is invalidated each
 * second.
 *
 * <p>Arguments: the number of rounds (20), the seconds of each sample (0.15), and groups if not all
 * are wanted: {@code near}, {@code hit}, {@code fill}, {@code ends}, {@code memory}. Prints tables;
 * ends with 1 as soon as something is not what it is measured as.
 */
public final class RedisRatios {

  private static final Logger ROOT = Logger.getLogger("");

  private static final List<String> GROUPS = List.of("near", "hit", "fill", "ends", "memory");

  private RedisRatios() {}

  /** Measures and prints tables. */
  public static void main(String[] args) {
    ROOT.setLevel(Level.SEVERE);
    int status = 0;
    try {
      measure(args);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("RedisRatios: " + e.getMessage());
      status = 1;
    }
    System.exit(status); // whatever threads the clients have left
  }

  private static void measure(String[] args) {
    int rounds = (int) number(args, 0, "rounds", 20, 2);
    long millis = Math.round(1000 * number(args, 1, "seconds of a sample", 0.15, 0.001));
    List<String> groups = args.length > 2 ? List.of(args[2].split(",", -1)) : GROUPS;
    for (String group : groups) {
      if (!GROUPS.contains(group)) {
        throw new IllegalArgumentException(
            "there is no group '" + group + "': choose among " + String.join(", ", GROUPS));
      }
    }
    for (String group : groups) {
      try (RedisServer redis = RedisServer.start(Race.server())) {
        measure(group, redis, rounds, millis);
      }
      System.out.println();
    }
  }

  private static double number(String[] args, int at, String name, double otherwise, double least) {
    if (args.length <= at) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(args[at]);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw new IllegalArgumentException(
        name + " is '" + args[at] + "': it must be a number, and at least " + least);
  }

  private static void measure(String group, RedisServer redis, int rounds, long millis) {
    if (group.equals("ends")) {
      Ends.measure(redis.uri(), rounds, millis);
    } else if (group.equals("memory")) {
      Footprints.measure(redis.uri());
    } else {
      System.out.println(Race.HEAD);
      Race race = new Race(redis.uri(), rounds, millis);
      if (group.equals("near")) {
        near(race.asksNobody());
      } else if (group.equals("hit")) {
        hit(race);
      } else {
        fill(race);
      }
    }
  }

  private static void near(Race race) {
    for (int keys : new int[] {1, 1000}) {
      race.over(700, keys, 1)
          .run("tiered", "memory", "redissonMap", "redissonFastMap", "jetcacheBoth");
    }
    race.over(700, 1000, 2).run("tiered", "memory", "redissonFastMap", "jetcacheBoth");
  }

  private static void hit(Race race) {
    race.over(700, 100, 1).run("redis", "jedis", "jedisMarks", "redisson", "jetcache");
    race.over(60_000, 100, 1).run("redis", "jedis", "jedisMarks", "redisson", "jetcache");
    race.over(700, 100, 8).run("redis", "jedis", "jedisMarks", "redisson", "jetcache");
  }

  private static void fill(Race race) {
    race.over(700, 1, 1)
        .run("redisFill", "jedisFill", "redissonMapFill", "redissonFill", "jetcacheFill");
    race.over(700, 1, 1).run("tieredFill", "redisFill", "redissonMapFill", "jetcacheBothFill");
  }
}
