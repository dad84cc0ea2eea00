package io.larder.redis.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Redis of docker-compose.yml: its command and its health check, run as a container's shell
 * would, with programs beside them that stand in for those of the image.
 */
class ComposedRedisTest {
  private static final Path FILE = Path.of("../docker-compose.yml");

  @TempDir private Path bin;
  private int port;
  private @Nullable Process process;

  @BeforeEach
  void programsOfTheImage() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RedisBinary binary =
        ServerSource.openFirst(
            List.of(RedisBinary.onThePath(System.getenv()), RedisBinary.embedded()));
    program("docker-entrypoint.sh", "touch " + bin.resolve("asked") + "; exec \"$@\"");
    program("redis-server", "exec " + binary.file() + " \"$@\" --bind 127.0.0.1 --port " + port);
    program("redis-cli", "echo \"$REDISCLI_AUTH|$*\" >&2; cat " + bin.resolve("answer"));
  }

  @AfterEach
  void stop() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hush", "with \"quotes\" 'and' \\ $HOME #"})
  void aPasswordIsAskedForAndNoListOfProcessesShowsIt(String password) throws Exception {
    start(password);

    assertThat(ping(null)).startsWith("Redis answered NOAUTH");
    assertThat(ping(password)).isEqualTo("PONG");
    String shown = Files.readString(Path.of("/proc/" + process().pid() + "/cmdline"));
    assertThat(shown).contains("redis-server").doesNotContain(password);
    assertThat(command()).doesNotContain(password);
  }

  @Test
  void withoutAPasswordNoneIsAskedFor() throws Exception {
    start("");

    assertThat(ping(null)).isEqualTo("PONG");
  }

  @Test
  void theImagesOwnScriptIsAskedIfThereIsOne() throws Exception {
    start("");
    assertThat(bin.resolve("asked")).exists();
    stop();
    Files.delete(bin.resolve("docker-entrypoint.sh"));

    start("hush");

    assertThat(ping("hush")).isEqualTo("PONG");
  }

  @Test
  void nothingIsWrittenAndTheLeastUsedGoes() throws Exception {
    start("");

    assertThat(setting("save")).isEmpty();
    assertThat(setting("appendonly")).isEqualTo("no");
    assertThat(setting("maxmemory")).isEqualTo("" + 256 * 1024 * 1024);
    assertThat(setting("maxmemory-policy")).isEqualTo("volatile-lru");
  }

  @Test
  void itEndsWhenItIsToldTo() throws Exception {
    start("hush");

    process().destroy(); // what the engine sends to the shell that the server replaced

    assertThat(process().waitFor(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theHealthCheckKnowsThePasswordAndTakesOnlyAPong() throws Exception {
    assertThat(healthCheck("hush", "PONG")).isEqualTo("0 hush|ping");
    assertThat(healthCheck("", "PONG")).isEqualTo("0 |ping");
    assertThat(healthCheck("", "NOAUTH Authentication required.")).startsWith("1 ");
    assertThat(healthCheck("", "LOADING")).startsWith("1 ");
  }

  private void start(String password) throws Exception {
    process = shell(command(), password, bin.resolve("log"));
    await().until(() -> ping(null).matches("PONG|Redis answered NOAUTH.*"));
  }

  private Process process() {
    assertThat(process).isNotNull();
    return process;
  }

  private Process shell(String script, String password, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("CACHE_REDIS_PASSWORD", password);
    environment.remove("REDISCLI_AUTH");
    return builder.start();
  }

  private String healthCheck(String password, String answer) throws Exception {
    Files.writeString(bin.resolve("answer"), answer + "\n");
    Path log = bin.resolve("health");
    Process check = shell(script("        - CMD-SHELL"), password, log);
    return check.waitFor() + " " + Files.readString(log).strip();
  }

  private String ping(@Nullable String password) {
    try (RespConnection redis = RespConnection.open(RedisUrls.of(false, null, password, port))) {
      return String.valueOf(redis.call(List.of("PING")));
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String setting(String name) {
    URI uri = RedisUrls.of(false, null, null, port);
    try (RespConnection redis = RespConnection.open(uri)) {
      List<?> told = (List<?>) redis.call(List.of("CONFIG", "GET", name));
      return String.valueOf(told == null ? null : told.get(1));
    }
  }

  private static String command() throws IOException {
    return script("      - -c");
  }

  /** The block of text after a line, as docker-compose hands it on. */
  private static String script(String after) throws IOException {
    List<String> block =
        Files.readAllLines(FILE, UTF_8).stream()
            .dropWhile(line -> !line.equals(after))
            .skip(1)
            .toList();
    assertThat(block.get(0)).endsWith("- |");
    String indent = " ".repeat(block.get(0).indexOf('-') + 2);
    return String.join(
            "\n",
            block.stream()
                .skip(1)
                .takeWhile(line -> line.startsWith(indent))
                .map(line -> line.substring(indent.length()))
                .toList())
        .replace("$$", "$")
        .concat("\n");
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
