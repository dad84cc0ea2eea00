package io.larder.example;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of the gateway; null where none was given. */
final class GatewayFlags {
  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "Whom to ask, such as http://127.0.0.1:8000 (LARDER_ORIGIN; must be given).")
  @Nullable String origin;

  @Option(
      names = "--origin-ca",
      paramLabel = "FILE",
      description =
          "Whom to trust with an origin by https://, a PEM file of certificates (LARDER_ORIGIN_CA;"
              + " the authorities of the JVM unless set).")
  @Nullable String originCa;

  @Mixin final ListenFlags listen = new ListenFlags();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "Where responses are kept: memory:, redis://host:6379/0 or none:"
              + " (LARDER_STORE, else the variables CACHE_*; memory: unless set).")
  @Nullable String store;

  @Option(
      names = "--ttl-default",
      paramLabel = "none|DURATION",
      description =
          "How long a response is fresh whose own fields do not say (LARDER_TTL_DEFAULT; none"
              + " unless set).")
  @Nullable String ttlDefault;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "How long the origin may take to be connected to, and be silent (LARDER_TIMEOUT; 30s"
              + " unless set).")
  @Nullable String timeout;
}
