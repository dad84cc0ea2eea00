package io.larder.example;

import io.larder.cache.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the server is started with.
 *
 * @param address where to listen; port 0 is any free one
 * @param store where answers are kept
 * @param ttl that beats the annotation's, or null
 * @param upstream who is asked for universities
 */
record ServerSettings(
    InetSocketAddress address, StoreChoice store, @Nullable Duration ttl, UpstreamChoice upstream) {
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 5000;

  /**
   * Reads the settings: a flag beats the environment, which beats what is built in.
   *
   * @param host what {@code --host} says, or null
   * @param port what {@code --port} says, or null
   * @throws Failure if one is wrong, with a sentence that names it
   */
  static ServerSettings of(
      @Nullable String host,
      @Nullable String port,
      CacheFlags flags,
      Map<String, String> environment) {
    return new ServerSettings(
        address(
            Choice.of("--host", host, "LARDER_HOST", environment),
            Choice.of("--port", port, "LARDER_PORT", environment)),
        StoreChoice.of(flags.store, environment),
        ttl(Choice.of("--ttl", flags.ttl, "LARDER_TTL", environment)),
        UpstreamChoice.of(flags.upstream, flags.upstreamDelay, environment));
  }

  private static InetSocketAddress address(@Nullable Choice host, @Nullable Choice port) {
    return new InetSocketAddress(resolved(host), port == null ? PORT : number(port));
  }

  private static InetAddress resolved(@Nullable Choice host) {
    try {
      if (host != null && host.text().isBlank()) {
        throw host.refused("is empty: write an address of this machine, such as 127.0.0.1");
      }
      return InetAddress.getByName(host == null ? HOST : host.text());
    } catch (UnknownHostException e) {
      throw Failure.usage(
          (host == null ? HOST : host.setting() + " '" + host.text() + "'")
              + " is unknown: write an address of this machine, such as 127.0.0.1 or 0.0.0.0");
    }
  }

  private static int number(Choice port) {
    int number = port.text().matches("[0-9]{1,5}") ? Integer.parseInt(port.text()) : 65_536;
    if (number > 65_535) {
      throw port.refused("must be a whole number from 0 (any free port) to 65535");
    }
    return number;
  }

  private static @Nullable Duration ttl(@Nullable Choice choice) {
    try {
      return choice == null ? null : Durations.parsePositive(choice.setting(), choice.text());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(choice.setting(), e);
    }
  }
}
