package io.larder.example;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that answers from a cache; null where none was given. */
final class CacheFlags {
  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "Where answers are kept: memory:, redis://host:6379/0 or none:"
              + " (LARDER_STORE, else the variables CACHE_*; memory: unless set).")
  @Nullable String store;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description =
          "How long an answer is kept, such as 30s; beats the endpoint's own 30s (LARDER_TTL).")
  @Nullable String ttl;

  @Option(
      names = "--upstream",
      paramLabel = "bundled|URL",
      description =
          "Who is asked for universities: a list inside this program, or a server that speaks the"
              + " same API (UNIVERSITIES_API_URL; bundled unless set).")
  @Nullable String upstream;

  @Option(
      names = "--upstream-delay",
      paramLabel = "DURATION",
      description = "How slow the bundled upstream is (LARDER_UPSTREAM_DELAY; 600ms unless set).")
  @Nullable String upstreamDelay;

  @Option(
      names = "--cache-methods",
      paramLabel = "true|false",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Keeps what the upstream answers too, a list for all pages of a country, and not only"
              + " whole pages (LARDER_CACHE_METHODS; false unless set).")
  @Nullable Boolean cacheMethods;
}
