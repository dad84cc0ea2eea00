package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and trailers pass as they come, and no faster than they are taken. */
class BodiesTest {
  private static final int BIG = 20 * 1024 * 1024;
  private static final int PIECE = 64 * 1024;

  /**
   * The most that may be on its way: the buffers of four sockets, as far as the kernel lets them
   * grow, and a few of ours; far less than what is to be sent.
   */
  private static final long BOUND = 16L * 1024 * 1024;

  private static final long ENDLESS = 200L * 1024 * 1024;

  @Test
  void aBigBodyOfKnownLengthArrives() throws Exception {
    byte[] body = random();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 200 OK\nContent-Length: " + BIG + "\n\n").send(body);
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\n\n");

      assertThat(client.head()).contains("Content-Length: " + BIG);
      assertThat(digest(client.in().readNBytes(BIG))).isEqualTo(digest(body));
    }
  }

  @Test
  void aBigRequestArrives() throws Exception {
    byte[] body = random();
    CompletableFuture<String> arrived = new CompletableFuture<>();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  assertThat(wire.head()).contains("Content-Length: " + BIG);
                  arrived.complete(digest(wire.in().readNBytes(BIG)));
                  wire.say("HTTP/1.1 201 Created\nContent-Length: 0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nContent-Length: " + BIG + "\n\n").send(body);

      assertThat(client.head()).startsWith("HTTP/1.1 201 ");
      assertThat(arrived.get(20, TimeUnit.SECONDS)).isEqualTo(digest(body));
    }
  }

  @Test
  void anOriginIsReadNoFasterThanTheClientReads() throws Exception {
    AtomicLong sent = new AtomicLong();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 200 OK\nContent-Length: " + ENDLESS + "\n\n");
                  flood(wire.out(), sent);
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = Wire.narrow(gateway.port())) {
      client.say("GET /x HTTP/1.1\nHost: me\n\n").head();

      assertStops(sent);
      client.in().readNBytes(32 * 1024 * 1024);
      long before = sent.get();

      assertThat(before).isGreaterThan(32 * 1024 * 1024);
      assertStops(sent);
    }
  }

  @Test
  void aClientIsReadNoFasterThanTheOriginReads() throws Exception {
    AtomicLong sent = new AtomicLong();
    CountDownLatch over = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.narrow(
                wire -> {
                  wire.head();
                  over.await();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nContent-Length: " + ENDLESS + "\n\n");
      Thread sending = new Thread(() -> flood(client.out(), sent), "flood");
      sending.start();

      assertStops(sent);
      over.countDown();
      client.reset();
      sending.join();
    }
  }

  /** The sender comes to a stop, long before all is sent. */
  private static void assertStops(AtomicLong sent) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(300, TimeUnit.MILLISECONDS)
        .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
    assertThat(sent.get()).isLessThan(BOUND + 32 * 1024 * 1024).isLessThan(ENDLESS);
  }

  private static void flood(OutputStream out, AtomicLong sent) {
    byte[] piece = new byte[PIECE];
    try {
      while (sent.get() < ENDLESS) {
        out.write(piece);
        sent.addAndGet(PIECE);
      }
    } catch (IOException e) {
      // The other side has had enough.
    }
  }

  @Test
  void whatTheOriginHasSaidIsSentBeforeItSaysMore() throws Exception {
    CountDownLatch head = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
                  head.await();
                  wire.say("3\none\n");
                  first.await();
                  wire.say("3\ntwo\n0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\n\n");

      assertThat(client.head()).contains("Transfer-Encoding: chunked");
      head.countDown();
      assertThat(client.body(6)).isEqualTo("3\r\none");
      first.countDown();
      assertThat(client.body(15)).isEqualTo("\r\n3\r\ntwo\r\n0\r\n\r\n");
    }
  }

  @Test
  void aClientThatClosesGetsChunksToo() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 200 OK\n\n" + "to the end ".repeat(10_000));
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\nConnection: close\n\n");

      assertThat(client.head()).contains("Transfer-Encoding: chunked", "Connection: close");
      assertThat(client.rest()).endsWith("\n0\n\n");
    }
  }

  @Test
  void whatTheClientHasSaidIsSentBeforeItSaysMore() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  assertThat(wire.head()).contains("Transfer-Encoding: chunked");
                  assertThat(wire.body(6)).isEqualTo("3\r\none");
                  first.countDown();
                  assertThat(wire.body(15)).isEqualTo("\r\n3\r\ntwo\r\n0\r\n\r\n");
                  wire.say("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("POST /x HTTP/1.1\nHost: me\nTransfer-Encoding: chunked\n\n3\none\n");
      assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
      client.say("3\ntwo\n0\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aResponseThatEndsWithItsConnectionIsComplete() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.0 200 OK\nX-A: b\n\nthe body");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\nConnection: close\n\n");

      assertThat(client.head()).contains("X-A: b");
      assertThat(client.rest()).contains("the body");
    }
  }

  @Test
  void announcedTrailersOfAResponsePass() throws Exception {
    try (RawOrigin origin =
            RawOrigin.saying(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n"
                    + "2\nhi\n0\nX-Sum: abc\n\n");
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\nTE: trailers\nConnection: TE\n\n");

      assertThat(client.head()).contains("Trailer: X-Sum");
      assertThat(client.body(7 + 3)).isEqualTo("2\r\nhi\r\n0\r\n");
      assertThat(client.head()).isEqualTo("X-Sum: abc");
    }
  }

  /** The content is whole without them (RFC 9110, 6.5.1). */
  @Test
  void whatHasTrailersIsStoredWithoutThem() throws Exception {
    try (RawOrigin origin =
            RawOrigin.saying(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n"
                    + "Cache-Control: max-age=60\n\n2\nhi\n0\nX-Sum: abc\n\n");
        Fixture gateway = new Fixture(origin.uri())) {
      try (Wire client = gateway.connect()) {
        client.say("GET /x HTTP/1.1\nHost: me\nTE: trailers\nConnection: TE\n\n");
        assertThat(client.head()).contains("Trailer: X-Sum", "; stored");
        assertThat(client.body(7 + 3)).isEqualTo("2\r\nhi\r\n0\r\n");
        assertThat(client.head()).isEqualTo("X-Sum: abc");
      }
      gateway.settle();
      try (Wire client = gateway.connect()) {
        client.say("GET /x HTTP/1.1\nHost: me\n\n");
        assertThat(client.head()).contains("; hit", "Content-Length: 2").doesNotContain("Trailer");
        assertThat(client.body(2)).isEqualTo("hi");
      }
    }
  }

  /** RFC 9112 6.3: it ends with its head, whatever that says. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void whatHasNoContentHasNoLength(String method) throws Exception {
    try (RawOrigin origin =
            RawOrigin.saying("HTTP/1.1 204 No Content\nContent-Length: 5\nX-A: b\n\n");
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(method + " /x HTTP/1.1\nHost: me\nConnection: close\n\n");
      assertThat(client.head())
          .startsWith("HTTP/1.1 204")
          .contains("X-A: b")
          .doesNotContain("Content-Length");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void trailersOfARequestPass() throws Exception {
    CompletableFuture<String> trailers = new CompletableFuture<>();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  assertThat(wire.head()).contains("Trailer: X-Sum");
                  wire.body(7 + 3);
                  trailers.complete(wire.head());
                  wire.say("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(
          "POST /x HTTP/1.1\nHost: me\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n"
              + "2\nhi\n0\nX-Sum: abc\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      assertThat(trailers.get(20, TimeUnit.SECONDS)).isEqualToIgnoringCase("X-Sum: abc");
    }
  }

  @Test
  void aBodyThatIsToContinueIsAskedForWhenTheOriginAsks() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  assertThat(wire.head()).contains("Expect: 100-continue", "Content-Length: 2");
                  go.await();
                  wire.say("HTTP/1.1 100 Continue\n\n");
                  assertThat(wire.body(2)).isEqualTo("hi");
                  wire.say("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nExpect: 100-continue\nContent-Length: 2\n\n");
      go.countDown();

      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");
      client.say("hi");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aBodyThatIsRefusedIsNeverAskedFor() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say("HTTP/1.1 413 Too Much\nContent-Length: 2\n\nno");
                  wire.awaitEnd();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nExpect: 100-continue\nContent-Length: 2\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 413 ");
      assertThat(client.rest()).isEqualTo("no");
      await().until(() -> gateway.active() == 0);
    }
  }

  @Test
  void anOriginThatDoesNotKnowOfContinueGetsTheBodyAllTheSame() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  assertThat(wire.body(2)).isEqualTo("hi");
                  wire.say("HTTP/1.0 200 OK\nContent-Length: 0\n\n");
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nExpect: 100-continue\nContent-Length: 2\n\n");

      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");
      client.say("hi");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestPasses() throws Exception {
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.body(2);
                  wire.say("HTTP/1.1 403 No\nContent-Length: 2\n\nno");
                  wire.awaitEnd();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say("PUT /x HTTP/1.1\nHost: me\nContent-Length: 1000\n\nhi");

      assertThat(client.head()).startsWith("HTTP/1.1 403 ");
      assertThat(client.body(2)).isEqualTo("no");
      await().until(() -> gateway.active() == 0);
    }
  }

  private static byte[] random() {
    byte[] body = new byte[BIG];
    new Random(BIG).nextBytes(body);
    return body;
  }

  private static String digest(byte[] body) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }
}
