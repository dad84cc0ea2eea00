package io.larder.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of one test's own, to be stopped, suspended, flushed and restarted at will.
 *
 * <p>It listens on a free port of 127.0.0.1 that it keeps over restarts, and keeps nothing on disk:
 * a restart is an empty server with another run id. Every method blocks until its effect has taken
 * place. Thread-safe. It ends with the JVM if it is not closed before.
 */
public final class PrivateRedis implements AutoCloseable {
  private static final int PORTS_TRIED = 5;
  private static final int PATIENCE_MILLIS = 10_000;

  private final RedisBinary binary;
  private final RedisServerOptions options;
  private final RedisServerOptions.User admin =
      new RedisServerOptions.User(
          "larder-fixture", UUID.randomUUID().toString(), List.of("~*", "&*", "+@all"));
  private final ServerFolder folder;
  private final @Nullable TestCertificate certificate;
  private final boolean watchdog;
  private final Thread atExit = new Thread(this::endQuietly, "redis-fixture-stop");
  private int port;
  private @Nullable ServerProcess process;
  private boolean closed;

  private PrivateRedis(RedisBinary binary, RedisServerOptions options, boolean watchdog)
      throws IOException {
    this.binary = binary;
    this.options = options;
    this.watchdog = watchdog;
    this.folder = ServerFolder.create(ServerFolder.root());
    this.certificate =
        options.tls() == null ? null : TestCertificate.create(folder.path(), options.tls());
  }

  static PrivateRedis start(RedisServerOptions options) {
    Map<String, String> environment = System.getenv();
    Stream<ServerSource<RedisBinary>> binaries =
        options.oldest()
            ? Stream.of(RedisBinary.embedded())
            : Stream.of(RedisBinary.onThePath(environment), RedisBinary.embedded());
    return ServerSource.openFirst(binaries.map(it -> started(it, options)).toList());
  }

  private static ServerSource<PrivateRedis> started(
      ServerSource<RedisBinary> binaries, RedisServerOptions options) {
    return new ServerSource<>() {
      @Override
      public String name() {
        return binaries.name();
      }

      @Override
      public PrivateRedis open() throws Unavailable {
        return start(binaries.open(), options);
      }
    };
  }

  static PrivateRedis start(RedisBinary binary, RedisServerOptions options) throws Unavailable {
    return start(binary, options, true);
  }

  static PrivateRedis start(RedisBinary binary, RedisServerOptions options, boolean watchdog)
      throws Unavailable {
    OrphanSweep.once();
    try {
      PrivateRedis server = new PrivateRedis(binary, options, watchdog);
      Runtime.getRuntime().addShutdownHook(server.atExit);
      try {
        server.startOnAFreePort();
        return server;
      } catch (Unavailable | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Unavailable(e.toString(), e);
    }
  }

  private synchronized void startOnAFreePort() throws Unavailable {
    for (int tries = 1; ; tries++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      } catch (IOException e) {
        throw new Unavailable("no free port: " + e.getMessage(), e);
      }
      try {
        launch();
        return;
      } catch (Unavailable e) {
        // Between our look and the server's bind somebody else may have taken the port.
        boolean taken = String.valueOf(e.getMessage()).contains("already in use");
        if (!taken || tries == PORTS_TRIED) {
          throw e;
        }
      }
    }
  }

  private synchronized void launch() throws Unavailable {
    try {
      Path config = ServerConfig.write(folder.path(), port, options, admin, certificate);
      ServerProcess launched = ServerProcess.start(binary.file(), config, log(), watchdog);
      process = launched;
      for (int waited = 0; !answers(launched); waited += 20) {
        if (launched.endsWithin(20) || waited > PATIENCE_MILLIS) {
          launched.stop();
          throw new Unavailable(binary.origin() + " does not start: " + endOfLog());
        }
      }
      // Only now: before its exec the process was still the shell.
      folder.note(launched.handle());
    } catch (IOException e) {
      throw new Unavailable(binary.origin() + " does not start: " + e, e);
    }
  }

  private boolean answers(ServerProcess launched) {
    try (RespConnection redis = connect()) {
      // A stranger may have taken the port while our server fails to bind it.
      Object info = redis.call(List.of("INFO", "server"));
      return String.valueOf(info).contains("process_id:" + launched.handle().pid() + "\r\n");
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private Path log() {
    return folder.path().resolve("redis.log");
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  /** Its URL, with the password of the default user if it has one, and {@code rediss} with TLS. */
  public String url() {
    return RedisUrls.of(certificate != null, null, options.password(), port()).toString();
  }

  /** Its URL for one of its users. */
  public String url(String user, String password) {
    return RedisUrls.of(certificate != null, user, password, port()).toString();
  }

  /** Its URL as {@link #url()}, with a namespace. */
  public String urlWithNamespace(String namespace) {
    return RedisUrls.withNamespace(URI.create(url()), namespace);
  }

  /** Always 127.0.0.1. */
  public String host() {
    return "127.0.0.1";
  }

  /** Its port, which restarts do not change. */
  public synchronized int port() {
    return port;
  }

  /** The process id of the server that runs now. */
  public synchronized long pid() {
    return running().handle().pid();
  }

  /** Its version and where its binary comes from. */
  public String origin() {
    return binary.origin();
  }

  /**
   * What a client needs to trust its certificate.
   *
   * @throws IllegalStateException if it was started without TLS
   */
  public TrustStore trustStore() {
    if (certificate == null) {
      throw new IllegalStateException("This server was started without TLS: use withTls()");
    }
    return certificate.trustStore();
  }

  /** Ends the server; connections break and the port refuses. Does nothing if it is stopped. */
  public synchronized void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  /**
   * Starts it again on its port, empty, after stopping it if it runs.
   *
   * @throws IllegalStateException if it does not start, for example because the port was taken
   */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("This server is closed");
    }
    stop();
    try {
      launch();
    } catch (Unavailable e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Suspends it: connections are still accepted by the kernel, but nothing answers. */
  public synchronized void pause() {
    running().signal("STOP");
  }

  /** Lets it go on after {@link #pause()}; what was sent meanwhile is answered now. */
  public synchronized void resume() {
    running().signal("CONT");
  }

  /** Removes everything in all of its databases. */
  public void flushAll() {
    command("FLUSHALL");
  }

  /**
   * Runs one command as a user that may do everything, on a connection of its own.
   *
   * @return the reply: String, Long, List or null
   * @throws IllegalStateException if Redis answers with an error or not at all
   */
  public @Nullable Object command(String... command) {
    try (RespConnection redis = connect()) {
      return redis.call(List.of(command));
    } catch (IOException e) {
      throw new IllegalStateException("Redis at port " + port() + " does not answer", e);
    }
  }

  private RespConnection connect() throws IOException {
    RespConnection redis =
        RespConnection.connect(
            host(), port(), certificate == null ? null : certificate.trustStore().sslContext());
    try {
      redis.call(List.of("AUTH", admin.name(), admin.password()));
      return redis;
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException("This server is stopped");
    }
    return process;
  }

  /** Ends the server and removes its files. */
  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ignored) {
      // The JVM is ending already, and the hook finds nothing left to do.
    }
  }

  private synchronized void end() {
    if (!closed) {
      stop();
      closed = true;
      try {
        folder.delete();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void endQuietly() {
    try {
      end();
    } catch (RuntimeException ignored) {
      // The next run's sweep takes what could not be ended here.
    }
  }
}
