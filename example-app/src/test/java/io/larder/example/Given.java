package io.larder.example;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings for tests. */
final class Given {
  static {
    Logging.configure();
  }

  private Given() {}

  static CacheFlags flags(String store) {
    CacheFlags flags = new CacheFlags();
    flags.store = store;
    return flags;
  }

  /** Has a store in Redis wait for longer than by default: a machine that tests is busy. */
  static String patient(String store) {
    return store + (store.contains("?") ? "&" : "?") + "timeout=10s&connectTimeout=10s";
  }

  /** Variables as {@code NAME=value;OTHER=value}; null for none. */
  static Map<String, String> environment(String text) {
    Map<String, String> environment = new HashMap<>();
    for (String each : text == null ? new String[0] : text.split(";")) {
      String[] parts = each.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return environment;
  }

  /** A server on a free port over a store and an upstream, that listens when this returns. */
  static ExampleServer server(String store, URI upstream) {
    return server(store, upstream, Map.of());
  }

  static ExampleServer server(String store, URI upstream, Map<String, String> environment) {
    return ExampleServer.start(settings(store, upstream, environment));
  }

  /** One whose upstream may take that long. */
  static ExampleServer server(String store, URI upstream, Duration deadline) {
    return ExampleServer.start(settings(store, upstream, Map.of()), deadline);
  }

  private static ServerSettings settings(
      String store, URI upstream, Map<String, String> environment) {
    CacheFlags flags = flags(store);
    flags.upstream = upstream.toString();
    return ServerSettings.of(ListenFlags.of("127.0.0.1", "0"), flags, environment);
  }
}
