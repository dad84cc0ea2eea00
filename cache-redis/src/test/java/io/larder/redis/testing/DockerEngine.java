package io.larder.redis.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine, asked over its API for one status at a time and within a deadline:
 * Testcontainers alone would take minutes to find out that there is none, or that an image must be
 * pulled.
 */
record DockerEngine(SocketAddress address) {

  /** The engine that the environment names, else the first usual socket that exists. */
  static Optional<DockerEngine> find(Map<String, String> environment) {
    String named = environment.get("DOCKER_HOST");
    if (named != null && !named.isBlank()) {
      return Optional.ofNullable(address(URI.create(named.strip()))).map(DockerEngine::new);
    }
    List<Path> sockets = new ArrayList<>();
    sockets.add(Path.of("/var/run/docker.sock"));
    String runtime = environment.get("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isBlank()) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    String home = System.getProperty("user.home", "");
    sockets.add(Path.of(home, ".docker", "run", "docker.sock"));
    sockets.add(Path.of(home, ".docker", "desktop", "docker.sock"));
    return sockets.stream()
        .filter(Files::exists)
        .findFirst()
        .map(socket -> new DockerEngine(UnixDomainSocketAddress.of(socket)));
  }

  private static @Nullable SocketAddress address(URI uri) {
    if ("unix".equals(uri.getScheme())) {
      return UnixDomainSocketAddress.of(uri.getPath());
    }
    boolean tcp = "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0;
    return tcp ? new InetSocketAddress(uri.getHost(), uri.getPort()) : null;
  }

  /**
   * True if the engine holds the image itself.
   *
   * @throws IOException if it does not answer in time
   */
  boolean hasImage(String image, Duration deadline) throws IOException {
    return status("GET", "/images/" + image + "/json", deadline) == 200;
  }

  /** Ends and removes a container; one that is gone already is fine. */
  void remove(String container, Duration deadline) throws IOException {
    status("DELETE", "/containers/" + container + "?force=1&v=1", deadline);
  }

  private int status(String method, String path, Duration deadline) throws IOException {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    try (SocketChannel channel = open()) {
      Thread asking =
          new Thread(
              () -> {
                try {
                  answer.complete(ask(channel, method + " " + path));
                } catch (IOException | RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              },
              "redis-fixture-docker");
      asking.setDaemon(true);
      asking.start();
      // Leaving the block closes the channel, and with it a thread that still waits on it.
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private SocketChannel open() throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private int ask(SocketChannel channel, String request) throws IOException {
    channel.connect(address);
    String head = request + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
    ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    byte[] start = Channels.newInputStream(channel).readNBytes("HTTP/1.1 200".length());
    String line = new String(start, StandardCharsets.US_ASCII);
    if (!line.matches("HTTP/1\\.[01] \\d{3}")) {
      throw new IOException("no HTTP: " + line);
    }
    return Integer.parseInt(line.substring("HTTP/1.1 ".length()));
  }
}
