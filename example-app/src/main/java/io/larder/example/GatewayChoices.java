package io.larder.example;

import io.larder.cache.Durations;
import io.larder.example.gateway.GatewaySettings;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway was told.
 *
 * @param settings of the gateway
 * @param store where responses are kept
 */
record GatewayChoices(GatewaySettings settings, StoreChoice store) {
  static final int PORT = 8080;
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final String NO_TTL = "none";
  private static final String LIKE = "write one like http://127.0.0.1:8000";

  /**
   * Reads the settings: a flag beats the environment, which beats what is built in.
   *
   * @throws Failure if one is wrong, with a sentence that names it
   */
  static GatewayChoices of(GatewayFlags flags, Map<String, String> environment) {
    URI origin = origin(Choice.of("--origin", flags.origin, "LARDER_ORIGIN", environment));
    GatewaySettings settings =
        new GatewaySettings(
            ListenAddress.of(flags.listen, PORT, environment),
            origin,
            timeout(Choice.of("--timeout", flags.timeout, "LARDER_TIMEOUT", environment)),
            authorities(
                origin, Choice.of("--origin-ca", flags.originCa, "LARDER_ORIGIN_CA", environment)),
            ttl(Choice.of("--ttl-default", flags.ttlDefault, "LARDER_TTL_DEFAULT", environment)));
    return new GatewayChoices(settings, StoreChoice.of(flags.store, environment));
  }

  private static URI origin(@Nullable Choice choice) {
    if (choice == null) {
      throw Failure.usage("--origin is missing (or LARDER_ORIGIN): " + LIKE);
    }
    URI uri;
    try {
      uri = URI.create(choice.text());
    } catch (IllegalArgumentException e) {
      throw choice.refused("is no address: " + LIKE);
    }
    if (uri.getRawUserInfo() != null || choice.text().indexOf('@') >= 0) {
      throw Failure.usage(choice.setting() + " must not hold a user or password: " + LIKE);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw choice.refused("is no HTTP address: " + LIKE);
    }
    String path = uri.getRawPath();
    if (!(path.isEmpty() || path.equals("/"))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw choice.refused(
          "has more than scheme, host and port: paths go to the origin as they are, so " + LIKE);
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw choice.refused("has no port from 1 to 65535: " + LIKE);
    }
    return URI.create(scheme + "://" + uri.getRawAuthority() + "/");
  }

  private static @Nullable KeyStore authorities(URI origin, @Nullable Choice file) {
    if (file == null) {
      return null;
    }
    if (!origin.getScheme().equals("https")) {
      throw file.refused("is of no use to an origin without TLS: write https:// there, or no file");
    }
    return Authorities.read(file);
  }

  private static Duration timeout(@Nullable Choice choice) {
    return choice == null ? TIMEOUT : positive(choice);
  }

  private static @Nullable Duration ttl(@Nullable Choice choice) {
    return choice == null || choice.text().equals(NO_TTL) ? null : positive(choice);
  }

  private static Duration positive(Choice choice) {
    try {
      return Durations.parsePositive(choice.setting(), choice.text());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(choice.setting(), e);
    }
  }
}
