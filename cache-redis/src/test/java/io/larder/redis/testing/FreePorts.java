package io.larder.redis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 for what keeps its port while it is down.
 *
 * <p>They lie below those that operating systems give to outgoing connections, one of which could
 * else sit on a port while its server is down. So do the ports of their cluster buses.
 */
final class FreePorts {
  /** How far above its port a node of a cluster listens to the others. */
  static final int BUS = 10_000;

  private static final int LOWEST = 10_240;
  private static final int BEYOND = 32_768 - BUS;
  private static final int TRIES = 100;

  private FreePorts() {}

  /**
   * Returns a port on which nobody listens now, though somebody else may until it is used.
   *
   * @param bus whether the port of its bus has to be free too
   */
  static int find(boolean bus) throws IOException {
    for (int tries = 1; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      try {
        tryOut(port);
        if (bus) {
          tryOut(port + BUS);
        }
        return port;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw new IOException("no free port of " + TRIES + " tried: " + e.getMessage(), e);
        }
      }
    }
  }

  private static void tryOut(int port) throws IOException {
    new ServerSocket(port, 1, loopback()).close();
  }

  /** Returns 127.0.0.1, whatever kind of address the platform prefers. */
  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
