package io.larder.example;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a server listens. */
final class ListenAddress {
  private static final String HOST = "127.0.0.1";

  private ListenAddress() {}

  /**
   * Reads it: a flag beats the environment, which beats what is built in.
   *
   * @param usual the port where nothing says one
   * @throws Failure if one is wrong, with a sentence that names it
   */
  static InetSocketAddress of(ListenFlags flags, int usual, Map<String, String> environment) {
    Choice where = Choice.of("--host", flags.host, "LARDER_HOST", environment);
    Choice number = Choice.of("--port", flags.port, "LARDER_PORT", environment);
    return new InetSocketAddress(resolved(where), number == null ? usual : number(number));
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

  /** A server could not have it. */
  static Failure taken(InetSocketAddress address, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Failure.failed(
        "cannot listen on %s port %d (%s): choose another with --port or LARDER_PORT (0 for any free"
                .formatted(
                    address.getAddress().getHostAddress(), address.getPort(), cause.getMessage())
            + " one), or another address with --host",
        e);
  }
}
