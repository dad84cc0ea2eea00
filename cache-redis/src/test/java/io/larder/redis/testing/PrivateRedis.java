package io.larder.redis.testing;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of one test's own, to be stopped, suspended, flushed and restarted at will.
 *
 * <p>It listens on a free port of 127.0.0.1 that it keeps over restarts, and keeps nothing on disk:
 * a restart is an empty server with another run id. Every method blocks until its effect has taken
 * place. Thread-safe. It ends with the JVM if it is not closed before.
 */
public final class PrivateRedis implements AutoCloseable {
  private final RedisServerOptions options;
  private final NodeGroup group;
  private final RedisNode node;

  private PrivateRedis(RedisServerOptions options, NodeGroup group, RedisNode node) {
    this.options = options;
    this.group = group;
    this.node = node;
  }

  static PrivateRedis start(RedisServerOptions options) {
    return ServerSource.openFirst(
        RedisBinary.ofThisMachine(options.oldest()).stream()
            .map(it -> it.then(binary -> start(binary, options)))
            .toList());
  }

  static PrivateRedis start(RedisBinary binary, RedisServerOptions options) throws Unavailable {
    return start(binary, options, true);
  }

  static PrivateRedis start(RedisBinary binary, RedisServerOptions options, boolean watchdog)
      throws Unavailable {
    NodeGroup group = NodeGroup.open(binary, options.tls(), watchdog);
    try {
      RedisNode node =
          group.addServer(
              (folder, port) ->
                  ServerConfig.ofServer(folder, port, options, group.admin(), group.certificate()),
              false);
      group.start(List.of(node));
      return new PrivateRedis(options, group, node);
    } catch (Unavailable | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  /** Its URL, with the password of the default user if it has one, and {@code rediss} with TLS. */
  public String url() {
    return RedisUrls.of(options.tls() != null, null, options.password(), port()).toString();
  }

  /** Its URL for one of its users. */
  public String url(String user, String password) {
    return RedisUrls.of(options.tls() != null, user, password, port()).toString();
  }

  /** Its URL as {@link #url()}, with a namespace. */
  public String urlWithNamespace(String namespace) {
    return RedisUrls.withNamespace(URI.create(url()), namespace);
  }

  /** Always 127.0.0.1. */
  public String host() {
    return node.host();
  }

  /** Its port, which restarts do not change. */
  public int port() {
    return node.port();
  }

  /** The process id of the server that runs now. */
  public long pid() {
    return node.pid();
  }

  /** Its version and where its binary comes from. */
  public String origin() {
    return group.binary().origin();
  }

  /**
   * What a client needs to trust its certificate.
   *
   * @throws IllegalStateException if it was started without TLS
   */
  public TrustStore trustStore() {
    return group.trustStore();
  }

  /** Ends the server; connections break and the port refuses. Does nothing if it is stopped. */
  public void stop() {
    node.stop();
  }

  /** Kills the server (kill -9), which has no chance to clean up. Does nothing if it is stopped. */
  public void kill() {
    node.kill();
  }

  /**
   * Starts it again on its port, empty, after stopping it if it runs.
   *
   * @throws IllegalStateException if it does not start, for example because the port was taken
   */
  public void restart() {
    node.stop();
    node.restart(RedisNode.Kept.NOTHING);
  }

  /**
   * Starts it again on its port with what the last {@code SAVE} has left, after killing it if it
   * runs.
   *
   * @throws IllegalStateException if it does not start, for example because the port was taken
   */
  public void restartFromSnapshot() {
    node.restart(RedisNode.Kept.FILES);
  }

  /** Suspends it: connections are still accepted by the kernel, but nothing answers. */
  public void pause() {
    node.pause();
  }

  /** Lets it go on after {@link #pause()}; what was sent meanwhile is answered now. */
  public void resume() {
    node.resume();
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
    return node.command(command);
  }

  /** Ends the server and removes its files. */
  @Override
  public void close() {
    group.close();
  }
}
