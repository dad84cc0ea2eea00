package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An origin that gives no answer: what the gateway says in its place. */
class BadGatewayTest {
  private static final String GET = "GET /x HTTP/1.1\nHost: me\n\n";
  private static final Duration SHORT = Duration.ofMillis(400);

  private static void assertProblem(Wire client, int status) throws IOException {
    assertThat(client.head())
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json", "Cache-Control: no-store")
        .contains("Cache-Status: larder; fwd=")
        .doesNotContain("X-Left");
    assertThat(client.body(60)).startsWith("{\"type\":\"about:blank\",\"title\":\"");
  }

  @Test
  void anOriginThatIsDownIsABadGateway() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (Fixture gateway = new Fixture(URI.create("http://127.0.0.1:" + free + "/"));
        Wire client = gateway.connect()) {
      assertProblem(client.say(GET), 502);
    }
  }

  @Test
  void anOriginWithoutAddressIsABadGateway() throws Exception {
    try (Fixture gateway = new Fixture(URI.create("http://no-such-host.invalid/"));
        Wire client = gateway.connect()) {
      assertProblem(client.say(GET), 502);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\nX-Left: over\nContent-",
        "HTTP/1.1 103 Early Hints\nLink: ",
        "SSH-2.0-OpenSSH\n",
        "HTTP/1.1 200 OK\nno colon\n\n",
        "HTTP/1.1 2000 OK\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\nhi\n0\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 3\n\nhii"
      })
  void anOriginThatBreaksOrSpeaksNoHttpIsABadGateway(String said) throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say(said);
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      assertProblem(client.say(GET), 502);
      await().until(() -> gateway.active() == 0);
    }
  }

  @Test
  void afterAnInterimAnswerItIsABadGatewayToo() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 103 Early Hints\nLink: </a>\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      assertThat(client.say(GET).head()).startsWith("HTTP/1.1 103 ");
      assertProblem(client, 502);
    }
  }

  @Test
  void anOriginThatIsSilentIsATimeout() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  over.await();
                });
        Fixture gateway = new Fixture(origin.uri(), SHORT);
        Wire client = gateway.connect()) {
      assertProblem(client.say(GET), 504);
      await().until(() -> gateway.active() == 0);
      over.countDown();
    }
  }

  @Test
  void anOriginThatDoesNotAcceptIsATimeout() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Wire one = Wire.to(full.getLocalPort());
        Wire two = Wire.to(full.getLocalPort());
        Fixture gateway =
            new Fixture(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/"), SHORT);
        Wire client = gateway.connect()) {
      assertProblem(client.say(GET), 504);
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void aConnectionThatWasClosedWhileItWasIdleIsTriedOnceMore() throws Exception {
    AtomicInteger firsts = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head(); // Jetty may open a connection more than it needs
                  firsts.incrementAndGet();
                  wire.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
                  wire.head();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      for (int i = 1; i <= 5; i++) {
        assertThat(client.say(GET).head()).startsWith("HTTP/1.1 200 OK");
        client.body(2);

        assertThat(firsts).hasValue(i);
      }
    }
  }

  @Test
  void aRequestWithABodyIsNotTriedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  asked.incrementAndGet();
                  wire.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
                  wire.head();
                  asked.incrementAndGet();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(GET).head();
      client.body(2);

      assertProblem(client.say("PUT /x HTTP/1.1\nHost: me\nContent-Length: 1\n\nx"), 502);
      assertThat(asked).hasValue(2);
    }
  }
}
