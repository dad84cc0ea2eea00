package io.larder.benchmarks.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says on which cores a server and those who ask it run, so that it is the same for all of them: on
 * one, a round trip of the same client takes 8 µs, and on two 60, of which most goes into waking a
 * core that has nothing to do. A scheduler may choose either, and choose anew.
 *
 * <p>{@code -Dbenchmarks.cores} chooses: {@code together} (if nothing is said), where all that is
 * measured is work, {@code apart}, or {@code free}, which leaves it to the scheduler.
 */
final class Cores {

  private static final int ALL = Runtime.getRuntime().availableProcessors();
  private static final String CHOICE = System.getProperty("benchmarks.cores", "together");

  private Cores() {}

  /**
   * Returns what a server's command begins with.
   *
   * @throws IllegalArgumentException if nobody knows the choice, or it cannot be had here
   */
  static List<String> ofServer() {
    return on("0");
  }

  /** Returns what the command of who asks it begins with, likewise. */
  static List<String> ofClient() {
    return on(CHOICE.equals("apart") ? "1-" + (ALL - 1) : "0");
  }

  private static List<String> on(String cores) {
    if (CHOICE.equals("free")) {
      return List.of();
    }
    if (!CHOICE.equals("together") && !CHOICE.equals("apart")) {
      throw new IllegalArgumentException(
          "benchmarks.cores is '" + CHOICE + "': choose together, apart or free");
    }
    if (!isOnPath("taskset") || (ALL < 2 && CHOICE.equals("apart"))) {
      throw new IllegalArgumentException(
          "benchmarks.cores="
              + CHOICE
              + " needs taskset, and apart two cores: choose free with -Dbenchmarks.cores=free");
    }
    return List.of("taskset", "-c", cores);
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        if (Files.isExecutable(Path.of(folder, program))) {
          return true;
        }
      }
    }
    return false;
  }
}
