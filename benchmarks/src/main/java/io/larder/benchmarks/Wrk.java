package io.larder.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of wrk.
 *
 * @param requestsPerSecond how many answers came a second
 * @param medianMillis the median of the time that one took
 * @param cpuMicros the processor time that the servers took for one, Redis among them if it was
 *     started here
 */
record Wrk(double requestsPerSecond, double medianMillis, double cpuMicros) {

  private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in ");
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern MEDIAN = Pattern.compile("\\s50%\\s+([0-9.]+)(us|ms|s)\\b");

  /**
   * Asks for the URI again and again.
   *
   * @throws IllegalStateException if an answer was none, or wrk is missing
   */
  static Wrk run(URI uri, int connections, int seconds) {
    List<String> command =
        List.of(
            "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency", uri.toString());
    Duration before = cpu();
    String told = output(command);
    double cpu = cpu().minus(before).toNanos() / 1000.0;
    if (told.contains("Non-2xx") || told.contains("Socket errors")) {
      throw new IllegalStateException(uri + " has not answered each request:\n" + told);
    }
    Matcher median = find(MEDIAN, told);
    double unit =
        switch (median.group(2)) {
          case "us" -> 0.001;
          case "ms" -> 1;
          default -> 1000;
        };
    return new Wrk(
        Double.parseDouble(find(RATE, told).group(1)),
        unit * Double.parseDouble(median.group(1)),
        cpu / Double.parseDouble(find(REQUESTS, told).group(1)));
  }

  /** Returns what this JVM and the processes that it has started have taken so far. */
  private static Duration cpu() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + told);
      }
      return told;
    } catch (IOException e) {
      throw new IllegalStateException("wrk is not there: install it, then measure again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while wrk ran", e);
    }
  }

  private static Matcher find(Pattern pattern, String told) {
    Matcher matcher = pattern.matcher(told);
    if (!matcher.find()) {
      throw new IllegalStateException("wrk says something else than expected:\n" + told);
    }
    return matcher;
  }
}
