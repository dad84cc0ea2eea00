package io.larder.example.gateway;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names of the fields of one message that are about its connection alone and end at the next
 * hop, RFC 9110 7.6.1. Immutable.
 */
final class HopByHop {
  /**
   * What never goes on, whether Connection names it or not. The credentials for a proxy too: they
   * are for the first one that asks for them, and this one asks nobody (RFC 9110 11.7.2).
   */
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private final Set<String> named;

  private HopByHop(Set<String> named) {
    this.named = named;
  }

  /** Reads what the lines of a message's Connection field name beside the usual. */
  static HopByHop of(Iterable<String> connection) {
    Set<String> named = new HashSet<>();
    for (String line : connection) {
      for (String option : line.split(",", -1)) {
        named.add(option.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new HopByHop(Set.copyOf(named));
  }

  /** Whether a field of this name ends here, ignoring case. */
  boolean ends(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALWAYS.contains(lower) || named.contains(lower);
  }
}
