package io.larder.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.redis.testing.RedisFixture;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The runnable jar, as its users start it. */
class PackagedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String GERMANY = "/universities?country=Germany";

  @Test
  void itSaysInOneLineWhereItListensAndServes() throws Exception {
    try (JarProcess jar = JarProcess.start(Map.of("LARDER_UPSTREAM_DELAY", "1ms"), "--port", "0")) {
      String line = jar.line();
      assertThat(line)
          .matches(
              "Listening on http://127\\.0\\.0\\.1:[0-9]+ \\(store memory:, upstream bundled\\)");
      Client client = new Client(line.split(" ")[2]);

      assertThat(client.get(GERMANY).stored()).isTrue();
      // It is stored once it was sent.
      Client.Reply hit = await().until(() -> client.get(GERMANY), Client.Reply::hit);

      assertThat(hit.body()).contains("Universität Hamburg");
      assertThat(jar.err()).isEmpty();
    }
  }

  @Test
  void itServesWithoutRedisAndSaysSoOnceWithoutThePassword() throws Exception {
    try (JarProcess jar =
        JarProcess.start(
            Map.of("LARDER_UPSTREAM_DELAY", "1ms"),
            "--port",
            "0",
            "--store",
            "redis://:hush@127.0.0.1:1")) {
      String line = jar.line();
      Client client = new Client(line.split(" ")[2]);

      assertThat(client.get(GERMANY).status()).isEqualTo(200);
      assertThat(client.get(GERMANY).status()).isEqualTo(200);
      assertThat(client.get("/healthz").body()).contains("\"reachable\":false");
      assertThat(jar.err().lines()).hasSize(1);
      assertThat(jar.err()).contains("Redis at 127.0.0.1:1 cannot be reached");
      assertThat(line + jar.err())
          .contains("store redis://:***@127.0.0.1:1")
          .doesNotContain("hush");
    }
  }

  @Test
  void anUnknownOptionIsOneSentenceAndNoStackTrace() throws Exception {
    try (JarProcess jar = JarProcess.start(Map.of(), "--prt", "5000")) {
      assertThat(jar.exitCode(PATIENCE)).isEqualTo(2);
      assertThat(jar.err().lines()).hasSize(1);
      assertThat(jar.err()).contains("--prt", "--help");
    }
  }

  @Test
  void theHealthCheckEndsWithZeroOnlyWhileItServes() throws Exception {
    String port;
    try (JarProcess jar = JarProcess.start(Map.of(), "--port", "0")) {
      port = "" + URI.create(jar.url()).getPort();
      try (JarProcess check =
          JarProcess.startClass(Map.of("LARDER_PORT", port), HealthCheck.class)) {
        assertThat(check.exitCode(PATIENCE)).isZero();
      }
    }
    try (JarProcess check = JarProcess.startClass(Map.of("LARDER_PORT", port), HealthCheck.class)) {
      assertThat(check.exitCode(PATIENCE)).isEqualTo(1);
      assertThat(check.err().lines()).hasSize(1);
    }
  }

  @Test
  void demoAndInspectWorkOutOfTheJar() throws Exception {
    String store = Given.patient(RedisFixture.shared().url(RedisFixture.namespace()));
    Map<String, String> environment = Map.of("LARDER_STORE", store);
    try (JarProcess demo = JarProcess.start(environment, "demo", "--upstream-delay", "20ms")) {
      assertThat(demo.out()).contains("Technische Universität Berlin").endsWith(" x faster\n");
      assertThat(demo.exitCode(PATIENCE)).isZero();
      assertThat(demo.err().lines()).allMatch(line -> line.contains("INFO io.larder.redis.advice"));
    }
    try (JarProcess inspect = JarProcess.start(environment, "inspect")) {
      assertThat(inspect.out().lines()).hasSize(2);
      assertThat(inspect.exitCode(PATIENCE)).isZero();
    }
  }

  @Test
  void theLicencesOfWhatIsInsideAreInside() throws Exception {
    try (ZipFile jar = new ZipFile(JarProcess.JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/LICENSE.txt")).contains("Apache License", "QOS.ch");
      assertThat(text(jar, "META-INF/NOTICE")).contains("Apache Commons Pool");
    }
  }

  private static String text(ZipFile jar, String name) throws IOException {
    return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
  }

  @Test
  void itKnowsItsVersion() throws Exception {
    try (JarProcess jar = JarProcess.start(Map.of(), "--version")) {
      assertThat(jar.out()).matches("larder-example [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
      assertThat(jar.exitCode(PATIENCE)).isZero();
    }
  }
}
