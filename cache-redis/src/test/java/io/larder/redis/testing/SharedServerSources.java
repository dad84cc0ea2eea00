package io.larder.redis.testing;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The order in which a shared server is looked for. */
final class SharedServerSources {
  static final String VARIABLE = "LARDER_TEST_REDIS";
  static final String SOURCE = "LARDER_TEST_REDIS_SOURCE";
  static final Duration DOCKER_PATIENCE = Duration.ofMillis(1500);

  private SharedServerSources() {}

  /** The sources of this machine. */
  static List<ServerSource<SharedServer>> ofThisMachine(Map<String, String> environment) {
    return inOrder(
        environment,
        ContainerServer.source(environment, DOCKER_PATIENCE),
        own(RedisBinary.onThePath(environment)),
        own(RedisBinary.embedded()));
  }

  /**
   * The binaries by which the shared cluster and the shared sentinels are started, which no URL
   * names and no container runs.
   */
  static List<ServerSource<RedisBinary>> binaries(Map<String, String> environment) {
    return switch (environment.getOrDefault(SOURCE, "").strip()) {
      case "path" -> List.of(RedisBinary.onThePath(environment));
      case "embedded" -> List.of(RedisBinary.embedded());
      default -> List.of(RedisBinary.onThePath(environment), RedisBinary.embedded());
    };
  }

  /**
   * The sources in the order in which they are asked: a server, or a source, that the environment
   * names is the only one, since whoever names one wants that one or an error.
   *
   * @throws IllegalStateException if it names a source that there is none of, or both
   */
  static List<ServerSource<SharedServer>> inOrder(
      Map<String, String> environment,
      ServerSource<SharedServer> container,
      ServerSource<SharedServer> path,
      ServerSource<SharedServer> embedded) {
    String named = environment.getOrDefault(VARIABLE, "").strip();
    String source = environment.getOrDefault(SOURCE, "").strip();
    if (!named.isEmpty() && !source.isEmpty()) {
      throw new IllegalStateException(
          VARIABLE + " and " + SOURCE + " are both set: unset one of them");
    }
    if (!named.isEmpty()) {
      return List.of(source(VARIABLE, () -> named(named)));
    }
    return switch (source) {
      case "" -> List.of(container, path, embedded);
      case "container" -> List.of(container);
      case "path" -> List.of(path);
      case "embedded" -> List.of(embedded);
      default ->
          throw new IllegalStateException(
              SOURCE + " is '" + source + "': set it to container, path or embedded");
    };
  }

  private static SharedServer named(String url) {
    try {
      URI uri = new URI(url);
      boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      if (redis && uri.getHost() != null && uri.getQuery() == null) {
        return new SharedServer(uri, "named by " + VARIABLE);
      }
    } catch (URISyntaxException ignored) {
      // Its message would repeat the URL, which may hold a password.
    }
    throw new IllegalStateException(
        VARIABLE
            + " is no Redis URL without a query: write it as redis://[user:password@]host:port/db");
  }

  private static ServerSource<SharedServer> own(ServerSource<RedisBinary> binaries) {
    return binaries.then(
        binary -> {
          PrivateRedis server = PrivateRedis.start(binary, RedisServerOptions.defaults());
          return new SharedServer(URI.create(server.url()), binary.origin());
        });
  }

  private static ServerSource<SharedServer> source(String name, Supplier<SharedServer> server) {
    return new ServerSource<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public SharedServer open() {
        return server.get();
      }
    };
  }
}
