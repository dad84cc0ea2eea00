package io.larder.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Redis for the time of a measurement: the one that {@code LARDER_TEST_REDIS} names, else a
 * {@code redis-server} from the PATH on a port of its own, which ends with this JVM.
 */
public final class RedisServer implements AutoCloseable {

  private static final String VARIABLE = "LARDER_TEST_REDIS";

  private final URI uri;
  private final @Nullable Process process;

  private RedisServer(URI uri, @Nullable Process process) {
    this.uri = uri;
    this.process = process;
  }

  /**
   * Finds or starts one.
   *
   * @throws IllegalStateException if there is none, with a sentence that says what to do
   */
  public static RedisServer open() {
    String given = System.getenv(VARIABLE);
    if (given != null && !given.isBlank()) {
      return new RedisServer(URI.create(given), null);
    }
    return start();
  }

  /**
   * Starts one, which holds nothing yet, whatever the environment says.
   *
   * @throws IllegalStateException if there is none, with a sentence that says what to do
   */
  public static RedisServer start() {
    return start(List.of());
  }

  /**
   * Starts one likewise, by a command that its own follows.
   *
   * @throws IllegalStateException if there is none, with a sentence that says what to do
   */
  public static RedisServer start(List<String> prefix) {
    int port = freePort();
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "there is no Redis: set " + VARIABLE + " to its URI, or put redis-server on the PATH", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    awaitPort(port, process);
    return new RedisServer(URI.create("redis://127.0.0.1:" + port + "/0"), process);
  }

  /** Returns the URI of the server's database. */
  public URI uri() {
    return uri;
  }

  /** Stops the server if it was started here. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("there is no free port for redis-server", e);
    }
  }

  private static void awaitPort(int port, Process process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        pause();
      }
    }
    process.destroy();
    throw new IllegalStateException("redis-server was started on port " + port + " but is not up");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while redis-server started", e);
    }
  }
}
