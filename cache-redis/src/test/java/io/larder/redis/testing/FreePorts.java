package io.larder.redis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Ports of 127.0.0.1 for what keeps its port while it is down.
 *
 * <p>They lie below those that operating systems give to outgoing connections, one of which could
 * else sit on a port while its server is down. So do the ports of their cluster buses. Each JVM has
 * a range of its own, by a lock on a file that ends with it: where a node of one cluster is down
 * and a node of another takes its port, the first cluster forgets the address of its own.
 */
final class FreePorts {
  /** Names the folder of the locks to a JVM that has another folder for what is temporary. */
  static final String LOCKS = "larder.test.ports";

  /** How far above its port a node of a cluster listens to the others. */
  static final int BUS = 10_000;

  static final int LOWEST = 10_240;
  static final int SIZE = 200;
  private static final int RANGES = BUS / SIZE;

  /** The range of this JVM, and the lock on it; {@code null} before it has one. */
  private static @Nullable FileLock lock;

  private static int first;
  private static int given;

  private FreePorts() {}

  /**
   * Returns a port on which nobody listens now; the same not before all others of the range.
   *
   * @param bus whether the port of its bus has to be free too
   */
  static synchronized int find(boolean bus) throws IOException {
    if (lock == null) {
      lock = lockRange();
    }
    IOException taken = new IOException("none was tried");
    for (int tries = 0; tries < SIZE; tries++) {
      int port = first + given++ % SIZE;
      try {
        tryOut(port);
        if (bus) {
          tryOut(port + BUS);
        }
        return port;
      } catch (IOException e) {
        taken = e;
      }
    }
    throw new IOException("no free port from " + first + " on: " + taken.getMessage(), taken);
  }

  private static FileLock lockRange() throws IOException {
    Path locks = locks();
    Files.createDirectories(locks);
    for (int range = 0; range < RANGES; range++) {
      FileChannel file =
          FileChannel.open(
              locks.resolve("" + range), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock taken = file.tryLock();
      if (taken != null) {
        first = LOWEST + range * SIZE;
        return taken;
      }
      file.close();
    }
    throw new IOException("all " + RANGES + " ranges of ports are taken: see " + locks);
  }

  /** Returns where the locks are, of all JVMs of this user. */
  static Path locks() {
    String said = System.getProperty(LOCKS);
    return said != null
        ? Path.of(said)
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "larder-test-ports-" + System.getProperty("user.name"));
  }

  private static void tryOut(int port) throws IOException {
    new ServerSocket(port, 1, loopback()).close();
  }

  /** Returns 127.0.0.1, whatever kind of address the platform prefers. */
  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
