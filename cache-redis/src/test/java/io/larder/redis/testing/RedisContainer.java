package io.larder.redis.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The only class that links against Testcontainers, which a class path need not have. */
final class RedisContainer {
  private static final int PORT = 6379;

  private RedisContainer() {}

  static SharedServer start(ServerFolder folder) throws IOException {
    String name = folder.path().getFileName() + "-" + UUID.randomUUID();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(ContainerServer.IMAGE))
            .withImagePullPolicy(image -> false)
            .withExposedPorts(PORT)
            .withCreateContainerCmdModifier(create -> create.withName(name))
            // Unlike the default, which needs a shell with tools in the image.
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1))
            .withStartupTimeout(Duration.ofSeconds(30))
            .withCommand(
                "redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no");
    try {
      // By name and beforehand: a JVM may be killed between the container's start and its id.
      folder.noteContainer(name);
      container.start();
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
