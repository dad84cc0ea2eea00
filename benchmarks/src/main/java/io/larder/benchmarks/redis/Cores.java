package io.larder.benchmarks.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps a server and those who ask it on different cores, as if it were another machine. Where a
 * scheduler may put them together, or move them, the same round trip takes 10 µs in one sample and
 * 30 in the next, whoever asks. A round trip between cores takes longer, since one that has nothing
 * to do is woken each time, as between machines.
 */
final class Cores {

  private static final int ALL = Runtime.getRuntime().availableProcessors();

  /** {@code -Dbenchmarks.pinned=false} leaves it to the scheduler. */
  private static final boolean CAN_PIN =
      ALL > 1
          && isOnPath("taskset")
          && !"false".equals(System.getProperty("benchmarks.pinned", "true"));

  private Cores() {}

  /** Returns what a server's command begins with; nothing where cores cannot be told apart. */
  static List<String> ofServer() {
    return CAN_PIN ? List.of("taskset", "-c", "0") : List.of();
  }

  /** Returns what the command of who asks it begins with. */
  static List<String> ofClient() {
    return CAN_PIN ? List.of("taskset", "-c", "1-" + (ALL - 1)) : List.of();
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
