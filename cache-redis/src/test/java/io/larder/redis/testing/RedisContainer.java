package io.larder.redis.testing;

import java.io.IOException;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The only class that links against Testcontainers, which a class path need not have. */
final class RedisContainer {
  private static final int PORT = 6379;

  private RedisContainer() {}

  static SharedServer start(ServerFolder folder) throws IOException {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(ContainerServer.IMAGE))
            .withImagePullPolicy(image -> false)
            .withExposedPorts(PORT)
            .withStartupTimeout(Duration.ofSeconds(30))
            .withCommand("redis-server", "--save", "", "--appendonly", "no");
    try {
      container.start();
      folder.noteContainer(container.getContainerId());
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(container, folder), "redis-fixture-stop"));
      return ContainerServer.at(container.getHost(), container.getMappedPort(PORT));
    } catch (IOException | RuntimeException e) {
      stop(container, folder);
      throw e;
    }
  }

  private static void stop(GenericContainer<?> container, ServerFolder folder) {
    try {
      container.stop();
      folder.delete();
    } catch (IOException | RuntimeException e) {
      System.getLogger(RedisContainer.class.getName())
          .log(System.Logger.Level.WARNING, "The Redis container was not stopped", e);
    }
  }
}
