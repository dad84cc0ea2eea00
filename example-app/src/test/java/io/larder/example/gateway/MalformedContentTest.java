package io.larder.example.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request whose content is malformed is the client's fault, and never whole to the origin. */
class MalformedContentTest {
  private static final String HEAD =
      "POST /x HTTP/1.1\nHost: me\nTransfer-Encoding: chunked\nX-Seen: 1\n";

  private static void assertRefused(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/problem+json", "Cache-Control: no-store")
        .contains("\"the request's content is malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nabcde\r\n0\r\n\r\n",
        "12345678901234567\r\nabcde\r\n0\r\n\r\n",
        "5\r\nabcde\r\nxyz\r\n0\r\n\r\n",
        "5\r\nabcdefg\r\n0\r\n\r\n",
        "-5\r\nabcde\r\n0\r\n\r\n",
        "5\r\nabcde\r\n0\r\nno colon\r\n\r\n"
      })
  void isABadRequest(String body) throws Exception {
    Queue<String> arrived = new ConcurrentLinkedQueue<>();
    Queue<String> ended = new ConcurrentLinkedQueue<>();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  arrived.add("");
                  ended.add(wire.rest());
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      byte[] head = (HEAD + "\n").replace("\n", "\r\n").getBytes(ISO_8859_1);
      byte[] content = body.getBytes(ISO_8859_1);
      byte[] all = Arrays.copyOf(head, head.length + content.length);
      System.arraycopy(content, 0, all, head.length, content.length);
      client.send(all);

      assertRefused(client.rest());
      await().until(() -> gateway.active() == 0);
      await().until(() -> ended.size() == arrived.size());
      assertThat(ended).allSatisfy(seen -> assertThat(seen).doesNotContain("\n0\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xyz\n", "12345678901234567\n", "5\nabcdefg\n"})
  void isABadRequestAlsoAfterTheOriginHasSeenSomeOfIt(String rest) throws Exception {
    Queue<String> ended = new ConcurrentLinkedQueue<>();
    CountDownLatch some = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.body("4\r\nhalf".length());
                  some.countDown();
                  ended.add(wire.rest());
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(HEAD + "\n4\nhalf\n");
      some.await();
      client.say(rest);

      assertRefused(client.rest());
      await().until(() -> ended.size() == 1);
      assertThat(ended.element()).doesNotContain("\n0\n");
    }
  }

  @Test
  void isABadRequestAlsoOnceTheOriginHasAskedForIt() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 100 Continue\n\n");
                  wire.awaitEnd();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(HEAD + "Expect: 100-continue\n\n");
      assertThat(client.head()).startsWith("HTTP/1.1 100 ");
      client.say("xyz\n");

      assertRefused(client.rest());
    }
  }

  @Test
  void anOriginThatBreaksWithinWellFormedContentIsToBlame() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.body("4\r\nhalf".length());
                  wire.reset();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(HEAD + "\n4\nhalf\n");

      assertThat(client.head()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void contentThatDoesNotComeIsATimeout() {
    IOException late = new IOException(new TimeoutException("30 s"));

    assertThat(GatewayProblem.badContent(late).status()).isEqualTo(408);
  }
}
