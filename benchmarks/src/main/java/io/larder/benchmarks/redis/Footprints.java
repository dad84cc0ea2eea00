package io.larder.benchmarks.redis;

import io.larder.benchmarks.Clients;
import io.larder.benchmarks.soak.Child;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.RedisClient;

/** How many bytes an entry takes in the memory of a process, and in that of Redis. */
public final class Footprints {

  private static final int BYTES = 700;
  private static final int MANY = 50_000;
  private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

  private static final List<String> CONTENDERS =
      List.of(
          "plain",
          "memory",
          "tiered",
          "redissonMap",
          "redissonFastMap",
          "jetcacheBoth",
          "redis",
          "jedis",
          "redisson",
          "jetcache");

  private Footprints() {}

  private record Used(long heap, long redis) {}

  /** Measures and prints a table. */
  public static void measure(URI redis) {
    System.out.println("| who | bytes of a value | of heap an entry | of Redis an entry |");
    System.out.println("| --- | --- | --- | --- |");
    try (RedisClient client = Clients.patient(redis)) {
      for (String contender : CONTENDERS) {
        Used one = used(redis, client, contender, 1);
        Used many = used(redis, client, contender, MANY + 1);
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %.0f | %.0f |%n",
            contender,
            BYTES,
            (double) (many.heap() - one.heap()) / MANY,
            (double) (many.redis() - one.redis()) / MANY);
      }
    }
  }

  private static Used used(URI redis, RedisClient client, String contender, int keys) {
    client.flushAll();
    try (Child child = Race.start(List.of(), redis, contender, BYTES, keys, 1, 1)) {
      long heap = Long.parseLong(child.say("heap").getOrDefault("bytes", "0"));
      Matcher matcher = USED.matcher(client.info("memory"));
      Setting.require(matcher.find(), "Redis does not tell what memory it uses");
      return new Used(heap, Long.parseLong(matcher.group(1)));
    }
  }
}
