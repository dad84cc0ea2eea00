package io.larder.example;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags by which {@code explain} knows what the server goes by; null where none was given. */
final class ExplainFlags {
  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "The store that the server uses: redis://host:6379/0 (LARDER_STORE, else the variables"
              + " CACHE_*).")
  @Nullable String store;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "The ttl that the server was started with, if any (LARDER_TTL).")
  @Nullable String ttl;
}
