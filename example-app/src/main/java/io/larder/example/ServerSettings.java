package io.larder.example;

import io.larder.cache.Durations;
import java.net.InetSocketAddress;
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
 * @param cacheMethods whether what it answers is kept for all pages of a country
 */
record ServerSettings(
    InetSocketAddress address,
    StoreChoice store,
    @Nullable Duration ttl,
    UpstreamChoice upstream,
    boolean cacheMethods) {
  private static final int PORT = 5000;

  /**
   * Reads the settings: a flag beats the environment, which beats what is built in.
   *
   * @throws Failure if one is wrong, with a sentence that names it
   */
  static ServerSettings of(ListenFlags listen, CacheFlags flags, Map<String, String> environment) {
    return new ServerSettings(
        ListenAddress.of(listen, PORT, environment),
        StoreChoice.of(flags.store, environment),
        ttl(flags.ttl, environment),
        UpstreamChoice.of(flags.upstream, flags.upstreamDelay, environment),
        cacheMethods(flags.cacheMethods, environment));
  }

  private static boolean cacheMethods(@Nullable Boolean flag, Map<String, String> environment) {
    String text = flag == null ? null : flag.toString();
    Choice choice = Choice.of("--cache-methods", text, "LARDER_CACHE_METHODS", environment);
    if (choice == null) {
      return false;
    }
    return switch (choice.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw choice.refused("is neither true nor false: write one of them");
    };
  }

  /**
   * The ttl that beats the annotation's, or null.
   *
   * @param flag what {@code --ttl} says, or null
   * @throws Failure if it is wrong, with a sentence that names it
   */
  static @Nullable Duration ttl(@Nullable String flag, Map<String, String> environment) {
    Choice choice = Choice.of("--ttl", flag, "LARDER_TTL", environment);
    try {
      return choice == null ? null : Durations.parsePositive(choice.setting(), choice.text());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(choice.setting(), e);
    }
  }
}
