package io.larder.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How HTTP is measured.
 *
 * @param sizes the sizes of the body in bytes
 * @param pairs how many pairs of measurements each comparison takes
 * @param seconds how long one measurement takes
 * @param warmup how long each server is asked beforehand, in seconds
 * @param connections how many connections ask at once
 * @param example the jar of the example, if that is to be measured
 */
record HttpOptions(
    List<Integer> sizes,
    int pairs,
    int seconds,
    int warmup,
    int connections,
    @Nullable Path example) {

  static final String USAGE =
      """
      usage: benchmarks/http.sh [--sizes 700,60000] [--pairs 20] [--seconds 2] [--warmup 10]
                                [--connections 16] [--example JAR] [--quick]

      Compares hits over HTTP with servlets that write the same bytes and fields without a cache:
      from memory with one that has the bytes, through Redis with one that asks a plain client for
      them. Then requests that pass through uncached with the same servlet without a filter: where
      no rule is for the path, where the rule has each pass, and where the answer says no-store. Medians of alternating pairs with
      their quartiles; then the median time of one answer with one connection.

        --sizes        sizes of the body in bytes
        --pairs        pairs of measurements for each comparison
        --seconds      seconds of one measurement
        --warmup       seconds for which each server is asked beforehand
        --connections  connections at once (the pool to Redis has 16)
        --example      measures the packaged example instead of servers beside the bare ones, such as
                       example-app/target/larder-example.jar
        --quick        shows that everything works, and measures nothing to rely on

      Redis is the one that LARDER_TEST_REDIS names, else a redis-server from the PATH.
      """;

  private static final HttpOptions DEFAULT =
      new HttpOptions(List.of(700, 60_000), 20, 2, 10, 16, null);

  /**
   * Reads them from a command line.
   *
   * @throws IllegalArgumentException if there is an unknown or unreadable one
   */
  static HttpOptions of(String... args) {
    HttpOptions options = DEFAULT;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        options = new HttpOptions(options.sizes, 2, 1, 1, options.connections, options.example);
      } else if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " is unknown or has no value: see --help");
      } else {
        options = options.with(args[i], args[++i]);
      }
    }
    return options;
  }

  private HttpOptions with(String name, String value) {
    return switch (name) {
      case "--sizes" ->
          new HttpOptions(
              Arrays.stream(value.split(",", -1)).map(HttpOptions::size).toList(),
              pairs,
              seconds,
              warmup,
              connections,
              example);
      case "--pairs" ->
          new HttpOptions(sizes, number(name, value), seconds, warmup, connections, example);
      case "--seconds" ->
          new HttpOptions(sizes, pairs, number(name, value), warmup, connections, example);
      case "--warmup" ->
          new HttpOptions(sizes, pairs, seconds, number(name, value), connections, example);
      case "--connections" ->
          new HttpOptions(sizes, pairs, seconds, warmup, number(name, value), example);
      case "--example" -> new HttpOptions(sizes, pairs, seconds, warmup, connections, jar(value));
      default -> throw new IllegalArgumentException(name + " is unknown: see --help");
    };
  }

  private static Path jar(String value) {
    Path jar = Path.of(value);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException("--example is " + jar + ", and there is no such file");
    }
    return jar;
  }

  private static int size(String value) {
    int size = number("--sizes", value);
    if (size < 200 || size > 1_000_000) {
      throw new IllegalArgumentException(
          "--sizes has " + value + ": a size must be from 200 to 1000000 bytes");
    }
    return size;
  }

  private static int number(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          name + " is '" + value + "': it must be a whole number of at least 1");
    }
    return Integer.parseInt(value);
  }
}
