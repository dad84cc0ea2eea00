package io.larder.redis.testing;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that a JVM's tests share: the one that {@code LARDER_TEST_REDIS} names, else a
 * container, else {@code redis-server} of the PATH, else the binary in embedded-redis.
 *
 * <p>It is a real server in each case, so no test needs to be skipped for want of one. One line on
 * standard output says which it is. Tests share it, so each class keeps to a {@link #namespace()}
 * of its own and none may flush it; what needs a server for itself, to break it, takes {@link
 * #start(RedisServerOptions)}.
 *
 * <p>Thread-safe.
 */
public final class RedisFixture {
  private static final OpenedOnce<RedisFixture> SHARED = new OpenedOnce<>(RedisFixture::open);

  private final SharedServer server;

  private RedisFixture(SharedServer server) {
    this.server = server;
  }

  /**
   * The shared server of this JVM, started on the first call, which blocks until it answers, and
   * stopped when the JVM ends.
   *
   * @throws IllegalStateException if this machine has no Redis, or the one named by the environment
   *     does not answer
   */
  public static RedisFixture shared() {
    return SHARED.get();
  }

  /** A server of the caller's own with {@link RedisServerOptions#defaults()}. */
  public static PrivateRedis start() {
    return start(RedisServerOptions.defaults());
  }

  /**
   * A server of the caller's own, of the PATH or of embedded-redis, never the shared one. Blocks
   * until it answers.
   *
   * @throws IllegalStateException if no binary of this machine starts with these options, with each
   *     one's reason (one may, for example, be built without TLS)
   */
  public static PrivateRedis start(RedisServerOptions options) {
    return PrivateRedis.start(options);
  }

  /** A new random namespace, by which tests on one server keep out of each other's way. */
  public static String namespace() {
    return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  /** Its URL with credentials, if it needs any, and without a query. */
  public String url() {
    return server.uri().toString();
  }

  /** Its URL with a namespace, ready to be opened. */
  public String url(String namespace) {
    return RedisUrls.withNamespace(server.uri(), namespace);
  }

  /** Its host's name or address. */
  public String host() {
    return server.uri().getHost();
  }

  /** Its port. */
  public int port() {
    return RedisUrls.port(server.uri());
  }

  /** Which of the possible servers it is, without any password. */
  public String origin() {
    return server.origin();
  }

  /**
   * Runs one command on a connection of its own, past everything under test: for looking at what
   * truly lies in Redis.
   *
   * @return the reply: String, Long, List or null
   * @throws IllegalStateException if Redis answers with an error or not at all
   */
  public @Nullable Object command(String... command) {
    URI uri = server.uri();
    try (RespConnection redis = RespConnection.open(uri)) {
      return redis.call(List.of(command));
    }
  }

  private static RedisFixture open() {
    RedisFixture fixture =
        new RedisFixture(
            ServerSource.openFirst(SharedServerSources.ofThisMachine(System.getenv())));
    fixture.command("PING");
    String where = RedisUrls.withoutCredentials(fixture.server.uri());
    System.out.println("Redis for the tests: " + where + " (" + fixture.origin() + ")");
    return fixture;
  }
}
