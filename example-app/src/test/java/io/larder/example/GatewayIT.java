package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gateway out of the runnable jar. */
class GatewayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static JarProcess gateway(String origin) throws Exception {
    return JarProcess.start(Map.of("LARDER_ORIGIN", origin), "gateway", "--port", "0");
  }

  private static Client client(JarProcess jar, String origin) throws Exception {
    String line = jar.line();
    assertThat(line)
        .matches(
            "Larder gateway listening on http://127\\.0\\.0\\.1:[0-9]+/ in front of "
                + origin
                + "/ \\(store memory:\\)");
    return new Client(line.split(" ")[4].replaceAll("/$", ""));
  }

  @Test
  void itSaysInOneLineWhereItListensAndPassesOn() throws Exception {
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(out -> out.write(ScriptedUpstream.response(200, "[]")));
        JarProcess jar = gateway(upstream.uri().toString())) {
      Client.Reply reply = client(jar, upstream.uri().toString()).get("/any%2Fpath?x");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("[]");
      assertThat(reply.header("Via")).isEqualTo("1.1 larder");
      assertThat(jar.err()).isEmpty();
    }
  }

  @Test
  void anOriginThatIsDownIsNoReasonNotToStartNorToLog() throws Exception {
    try (JarProcess jar = gateway("http://127.0.0.1:1")) {
      Client client = client(jar, "http://127.0.0.1:1");

      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/").status()).isEqualTo(502);
      }
      assertThat(jar.err()).isEmpty();
    }
  }

  @Test
  void aRequestThatIsUnderWayIsAnsweredBeforeSigtermEndsIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(
                out -> {
                  asked.countDown();
                  answer.await();
                  out.write(ScriptedUpstream.response(200, "[]"));
                });
        JarProcess jar = gateway(upstream.uri().toString())) {
      CompletableFuture<Client.Reply> reply = client(jar, upstream.uri().toString()).getLater("/");
      asked.await();

      long start = System.nanoTime();
      jar.terminate();
      answer.countDown();

      assertThat(reply.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
      assertThat(jar.exitCode(PATIENCE)).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(jar.err()).isEmpty();
    } finally {
      answer.countDown();
    }
  }

  @Test
  void aRequestThatTakesForeverDoesNotKeepItFromEnding() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.playing(
                out -> {
                  asked.countDown();
                  never.await();
                });
        JarProcess jar = gateway(upstream.uri().toString())) {
      CompletableFuture<Client.Reply> reply = client(jar, upstream.uri().toString()).getLater("/");
      asked.await();
      assertThat(reply).isNotDone();

      long start = System.nanoTime();
      jar.terminate();

      assertThat(jar.exitCode(PATIENCE)).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(jar.err()).isEmpty();
    } finally {
      never.countDown();
    }
  }

  @Test
  void aTakenPortIsOneSentenceAndNoStackTrace() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        JarProcess jar =
            JarProcess.start(
                Map.of("LARDER_PORT", "" + other.getLocalPort()),
                "gateway",
                "--origin",
                "http://127.0.0.1:1")) {
      assertThat(jar.exitCode(PATIENCE)).isEqualTo(1);
      assertThat(jar.err().lines()).hasSize(1);
      assertThat(jar.err()).contains("port " + other.getLocalPort(), "--port", "LARDER_PORT");
    }
  }
}
