package io.larder.redis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a container may be used, decided against an engine of a few lines. */
class ContainerServerTest {
  private static final Duration PATIENCE = SharedServerSources.DOCKER_PATIENCE;
  private final List<String> images = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer engine;

  @BeforeEach
  void startAnEngine() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext("/", this::answer);
    engine.start();
  }

  @AfterEach
  void stopTheEngine() {
    engine.stop(0);
  }

  @Test
  void anEngineWithBothImagesWillDo() {
    images.addAll(List.of(ContainerServer.IMAGE, ContainerServer.RYUK_IMAGE));

    assertThatCode(() -> decide(environment())).doesNotThrowAnyException();
  }

  @Test
  void anEngineWithoutTheImageIsNotMadeToPullIt() {
    assertThatThrownBy(() -> decide(environment()))
        .isInstanceOf(Unavailable.class)
        .hasMessage("the Docker engine does not have the image");
    assertThat(requests).containsExactly("GET /images/redis:7-alpine/json");
  }

  @Test
  void anEngineThatWouldHaveToPullTheReaperIsLeftAlone() {
    images.add(ContainerServer.IMAGE);

    assertThatThrownBy(() -> decide(environment()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("lacks testcontainers/ryuk");
  }

  @Test
  void theReaperIsNotAskedForWhereItIsSwitchedOff() {
    images.add(ContainerServer.IMAGE);
    Map<String, String> environment = environment();
    environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");

    assertThatCode(() -> decide(environment)).doesNotThrowAnyException();
  }

  @Test
  void anEngineThatHangsIsGivenUpWithinTwoSeconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      assertThatThrownBy(() -> decide(environment(silent.getLocalPort())))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("no answer within");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void anEngineThatIsNotThereIsGivenUpAtOnce(@TempDir Path folder) {
    String socket = "unix://" + folder.resolve("docker.sock");

    assertThatThrownBy(() -> decide(Map.of("DOCKER_HOST", socket)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void anEngineBehindSshIsNotAsked() {
    assertThatThrownBy(() -> decide(Map.of("DOCKER_HOST", "ssh://me@host")))
        .isInstanceOf(Unavailable.class)
        .hasMessage("no socket of a Docker engine");
  }

  @Test
  void aContainerIsRemovedByItsId() throws IOException {
    DockerEngine.find(environment()).orElseThrow().remove("abc123", Duration.ofSeconds(5));

    assertThat(requests).containsExactly("DELETE /containers/abc123");
  }

  private static void decide(Map<String, String> environment) throws Unavailable {
    ContainerServer.requireImages(environment, PATIENCE);
  }

  private Map<String, String> environment() {
    return environment(engine.getAddress().getPort());
  }

  private static Map<String, String> environment(int port) {
    return new HashMap<>(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    boolean has = images.stream().anyMatch(image -> path.equals("/images/" + image + "/json"));
    exchange.sendResponseHeaders(has ? 200 : 404, -1);
    exchange.close();
  }
}
