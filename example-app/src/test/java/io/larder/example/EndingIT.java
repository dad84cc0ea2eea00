package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the servers out of the runnable jar end. */
class EndingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A server of the jar, which asks another one. */
  private enum Program {
    EXAMPLE("/universities?country=Germany", "/healthz"),
    GATEWAY("/", "/%00");

    /** What the other one is asked for. */
    final String asked;

    /** What it answers itself. */
    final String own;

    Program(String asked, String own) {
      this.asked = asked;
      this.own = own;
    }

    JarProcess before(URI other) throws IOException {
      return this == EXAMPLE
          ? JarProcess.start(Map.of(), "--port", "0", "--upstream", other.toString())
          : JarProcess.start(Map.of("LARDER_ORIGIN", other.toString()), "gateway", "--port", "0");
    }

    JarProcess at(int port) throws IOException {
      Map<String, String> environment = Map.of("LARDER_PORT", "" + port);
      return this == EXAMPLE
          ? JarProcess.start(environment)
          : JarProcess.start(environment, "gateway", "--origin", "http://127.0.0.1:1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatIsUnderWayIsAnsweredBeforeSigtermEndsIt(Program program) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(
                out -> {
                  asked.countDown();
                  answer.await();
                  out.write(ScriptedUpstream.response(200, "[]"));
                });
        JarProcess jar = program.before(upstream.uri())) {
      String url = jar.url();
      Client client = new Client(url);
      client.get(program.own); // leaves a connection open that nobody uses
      CompletableFuture<Client.Reply> reply = client.getLater(program.asked);
      asked.await();

      long start = System.nanoTime();
      jar.terminate();
      await().until(() -> refuses(url));
      await().pollDelay(Duration.ofMillis(400)).until(() -> true); // longer than idle connections
      answer.countDown();

      assertThat(reply.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertEnded(jar, start);
    } finally {
      answer.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatTakesForeverDoesNotKeepItFromEnding(Program program) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(
                out -> {
                  asked.countDown();
                  never.await();
                });
        JarProcess jar = program.before(upstream.uri())) {
      CompletableFuture<Client.Reply> reply = new Client(jar.url()).getLater(program.asked);
      asked.await();
      assertThat(reply).isNotDone();

      long start = System.nanoTime();
      jar.terminate();

      assertEnded(jar, start);
    } finally {
      never.countDown();
    }
  }

  private static void assertEnded(JarProcess jar, long start) throws Exception {
    assertThat(jar.exitCode(PATIENCE)).isEqualTo(143);
    // Two seconds, if the machine has time for it.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(jar.err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aTakenPortIsOneSentenceAndNoStackTrace(Program program) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        JarProcess jar = program.at(other.getLocalPort())) {
      assertThat(jar.exitCode(PATIENCE)).isEqualTo(1);
      assertThat(jar.err().lines()).hasSize(1);
      assertThat(jar.err()).contains("port " + other.getLocalPort(), "--port", "LARDER_PORT");
    }
  }

  private static boolean refuses(String url) {
    URI uri = URI.create(url);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}
