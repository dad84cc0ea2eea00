package io.larder.redis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of one node: what it is started with, what it keeps, and what it says. */
record NodeFiles(ServerFolder folder) {
  /** Where a node of a cluster writes down who it is and whom it knows. */
  private static final Set<String> PLACE = Set.of("nodes.conf");

  static NodeFiles create() throws IOException {
    return new NodeFiles(ServerFolder.create(ServerFolder.root()));
  }

  /**
   * Makes them ready for a start.
   *
   * @param more lines of its file after those that it always has
   */
  void prepare(RedisNode.Kept kept, NodeGroup.Config config, int port, List<String> more)
      throws IOException {
    Path data = Files.createDirectories(folder.path().resolve("data"));
    if (kept != RedisNode.Kept.FILES) {
      empty(data, kept == RedisNode.Kept.PLACE ? PLACE : Set.of());
    }
    // A server that was told to be somebody's replica has written it into its file itself.
    if (kept == RedisNode.Kept.NOTHING || !more.isEmpty()) {
      List<String> lines = new ArrayList<>(config.lines(data, port));
      lines.addAll(more);
      Files.write(config(), lines);
    }
  }

  private static void empty(Path data, Set<String> except) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(data)) {
      files = all.filter(it -> !except.contains(it.getFileName().toString())).toList();
    }
    for (Path file : files) {
      ServerFolder.delete(file);
    }
  }

  /** What it is started with, which it may write anew while it runs. */
  Path config() {
    return folder.path().resolve("redis.conf");
  }

  /** What it has said since its last start. */
  Path log() {
    return folder.path().resolve("redis.log");
  }

  String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}
