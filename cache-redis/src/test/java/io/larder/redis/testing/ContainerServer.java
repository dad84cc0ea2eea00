package io.larder.redis.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Redis in a container, if a Docker engine answers quickly and needs to pull nothing. */
final class ContainerServer {
  static final String IMAGE = "redis:7-alpine";

  /**
   * The image by which Testcontainers 2.0.5 cleans up after a killed JVM; it pulls it if missing.
   */
  static final String RYUK_IMAGE = "testcontainers/ryuk:0.14.0";

  private ContainerServer() {}

  /**
   * The source.
   *
   * @param patience for all that is asked of the engine before the decision
   */
  static ServerSource<SharedServer> source(Map<String, String> environment, Duration patience) {
    return new ServerSource<>() {
      @Override
      public String name() {
        return "a container of " + IMAGE;
      }

      @Override
      public SharedServer open() throws Unavailable {
        requireImages(environment, patience);
        return start();
      }
    };
  }

  /**
   * Decides whether a container can start without a pull.
   *
   * @throws Unavailable if not
   */
  static void requireImages(Map<String, String> environment, Duration patience) throws Unavailable {
    DockerEngine engine =
        DockerEngine.find(environment)
            .orElseThrow(() -> new Unavailable("no socket of a Docker engine"));
    boolean ryuk = !Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"));
    Duration each = patience.dividedBy(ryuk ? 2 : 1);
    try {
      if (!engine.hasImage(IMAGE, each)) {
        throw new Unavailable("the Docker engine does not have the image");
      }
      if (ryuk && !engine.hasImage(RYUK_IMAGE, each)) {
        throw new Unavailable(
            "the Docker engine lacks " + RYUK_IMAGE + "; or set TESTCONTAINERS_RYUK_DISABLED=true");
      }
    } catch (IOException e) {
      throw new Unavailable("the Docker engine does not answer: " + e.getMessage(), e);
    }
  }

  private static SharedServer start() throws Unavailable {
    OrphanSweep.once();
    try {
      return RedisContainer.start(ServerFolder.create(ServerFolder.root()));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Unavailable("Testcontainers failed: " + e, e);
    }
  }

  /** Removes a container that a killed JVM left behind, as far as an engine can be reached. */
  static void remove(String name) {
    Optional<DockerEngine> engine = DockerEngine.find(System.getenv());
    if (engine.isPresent()) {
      try {
        engine.get().remove(name, Duration.ofSeconds(5));
      } catch (IOException e) {
        throw new IllegalStateException("Container " + name + " cannot be removed", e);
      }
    }
  }

  static SharedServer at(String host, int port) {
    return new SharedServer(
        URI.create("redis://" + host + ":" + port + "/0"), "a container of " + IMAGE);
  }
}
