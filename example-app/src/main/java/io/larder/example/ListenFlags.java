package io.larder.example;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that listens; null where none was given. */
final class ListenFlags {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Where to listen (LARDER_HOST; 127.0.0.1 unless set).")
  @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where to listen, 0 for any free port (LARDER_PORT; 5000 unless set, 8080 for a"
              + " gateway).")
  @Nullable String port;

  /** What was given without a command line. */
  static ListenFlags of(@Nullable String host, @Nullable String port) {
    ListenFlags flags = new ListenFlags();
    flags.host = host;
    flags.port = port;
    return flags;
  }
}
