package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks on one side is seen on the other, and nothing is left of it. */
class BreaksTest {
  private static final String GET = "GET /x HTTP/1.1\nHost: me\n\n";
  private static final Duration SHORT = Duration.ofMillis(400);

  /** Within the answer's body. */
  @Nested
  class TheAnswer {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Content-Length: 10\n\nhalf",
          "Content-Length: 100000\n\nhalf",
          "Transfer-Encoding: chunked\n\n4\nhalf\n",
          "Transfer-Encoding: chunked\n\n4\nhalf\n8\nof",
          "Transfer-Encoding: chunked\n\n4\nhalf\n0",
          "Transfer-Encoding: chunked\n\n4\nhalf\nxyz\n"
        })
    void thatBreaksNeverEndsCleanly(String said) throws Exception {
      CountDownLatch seen = new CountDownLatch(1);
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\n" + said.substring(0, said.indexOf("half") + 4));
                    seen.await();
                    wire.say(said.substring(said.indexOf("half") + 4));
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        assertThat(client.say(GET).head()).startsWith("HTTP/1.1 200 OK");
        seen.countDown();

        assertThat(client.rest()).contains("half").doesNotContain("\n0\n");
        await().until(() -> gateway.active() == 0);
      }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thatFallsSilentNeverEndsCleanly(boolean chunked) throws Exception {
      CountDownLatch over = new CountDownLatch(1);
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    wire.say(
                        "HTTP/1.1 200 OK\n"
                            + (chunked
                                ? "Transfer-Encoding: chunked\n\n4\nhalf\n"
                                : "Content-Length: 10\n\nhalf"));
                    over.await();
                  });
          Fixture gateway = new Fixture(origin.uri(), SHORT);
          Wire client = gateway.connect()) {
        assertThat(client.say(GET).head()).startsWith("HTTP/1.1 200 OK");

        assertThat(client.rest()).contains("half").doesNotContain("\n0\n");
        await().until(() -> gateway.active() == 0);
        over.countDown();
      }
    }

    @Test
    void thatBreaksIsResetForAClientOfHttp10() throws Exception {
      CountDownLatch seen = new CountDownLatch(1);
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nhalf\n");
                    seen.await();
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say("GET /x HTTP/1.0\n\n");
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
        assertThat(client.body(4)).isEqualTo("half");
        seen.countDown();

        assertThatThrownBy(() -> client.in().read())
            .isInstanceOf(SocketException.class)
            .hasMessageContaining("reset");
      }
    }

    @Test
    void thatIsResetNeverEndsCleanly() throws Exception {
      CountDownLatch seen = new CountDownLatch(1);
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\n\nto the end");
                    seen.await();
                    wire.reset();
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say(GET).head();
        seen.countDown();

        assertThat(client.rest()).doesNotContain("\n0\n");
        await().until(() -> gateway.active() == 0);
      }
    }
  }

  /** Cut at any byte, an answer is seen as a 502 or as broken, and only a whole one as whole. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noCutAnswerIsTakenForAWholeOne(boolean chunked) throws Exception {
    String piece = "0123456789abcdef".repeat(0x40) + "\n";
    String whole =
        chunked
            ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
                + ("402\n" + piece + "\n").repeat(40)
                + "0\n\n"
            : "HTTP/1.1 200 OK\nContent-Length: " + 40 * 0x402 + "\n\n" + piece.repeat(40);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Queue<Integer> cuts = new ConcurrentLinkedQueue<>();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  int cut = cuts.remove();
                  wire.say(whole.substring(0, cut));
                  if (cut < whole.length() && cut % 2 == 0) {
                    wire.reset();
                  }
                });
        Fixture gateway = new Fixture(origin.uri())) {
      for (int i = 0; i < 200; i++) {
        // A chunked message is whole once its last chunk's line has come, RFC 9112 8.
        int cut = i % 10 == 0 ? whole.length() : random.nextInt(whole.length() - 3);
        cuts.add(cut);
        try (Wire client = gateway.connect()) {
          client.say("GET /x HTTP/1.1\nHost: me\nConnection: close\n\n");
          String seen = client.rest();

          String what = "seed " + seed + ", " + i + ": cut at " + cut + " of " + whole.length();
          assertThat(isWhole(seen)).as(what).isEqualTo(cut == whole.length());
        }
      }
      await().until(() -> gateway.active() == 0);
    }
  }

  private static boolean isWhole(String seen) {
    int body = seen.indexOf("\n\n") + 2;
    if (!seen.startsWith("HTTP/1.1 200 ") || body < 2) {
      return false;
    }
    return seen.contains("Content-Length: ")
        ? seen.length() - body == 40 * 0x401
        : seen.endsWith("\n0\n\n");
  }

  /** The client goes away. */
  @Nested
  class TheClient {

    @Test
    void withinTheAnswerEndsTheExchange() throws Exception {
      CompletableFuture<Void> noticed = new CompletableFuture<>();
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    wire.say("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
                    try {
                      while (true) {
                        wire.say("400\n" + "x".repeat(0x400) + "\n");
                      }
                    } catch (IOException e) {
                      noticed.complete(null);
                    }
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say(GET).head();
        client.reset();

        noticed.get(20, TimeUnit.SECONDS);
        await().until(() -> gateway.active() == 0);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Content-Length: 1000\n\nhalf", "Transfer-Encoding: chunked\n\n4\nhalf\n"})
    void withinItsRequestEndsTheExchange(String said) throws Exception {
      CountDownLatch half = new CountDownLatch(1);
      CompletableFuture<String> rest = new CompletableFuture<>();
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    half.countDown();
                    rest.complete(wire.rest());
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say("PUT /x HTTP/1.1\nHost: me\n" + said);
        half.await();
        client.reset();

        assertThat(rest.get(20, TimeUnit.SECONDS)).doesNotContain("\n0\n");
        await().until(() -> gateway.active() == 0);
      }
    }

    @Test
    void whileTheOriginThinksLeavesNothing() throws Exception {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch gone = new CountDownLatch(1);
      try (RawOrigin origin =
              RawOrigin.playing(
                  wire -> {
                    wire.head();
                    asked.countDown();
                    gone.await();
                    wire.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
                    wire.awaitEnd();
                  });
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say(GET);
        asked.await();
        assertThat(gateway.active()).isEqualTo(1);
        client.reset();
        gone.countDown();

        await().until(() -> gateway.active() == 0);
      }
    }
  }

  @Test
  void theNextRequestIsServedAfterAnyOfThem() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  while (true) {
                    wire.head();
                    if (turn.getAndIncrement() % 2 == 0) {
                      wire.say("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf");
                      return;
                    }
                    wire.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
                  }
                });
        Fixture gateway = new Fixture(origin.uri())) {
      for (int i = 0; i < 20; i++) {
        try (Wire broken = gateway.connect();
            Wire whole = gateway.connect()) {
          broken.say("GET /x HTTP/1.1\nHost: me\nConnection: close\n\n");
          assertThat(broken.rest()).doesNotEndWith("hi");
          assertThat(whole.say(GET).head()).startsWith("HTTP/1.1 200 OK");
          assertThat(whole.body(2)).isEqualTo("hi");
        }
      }
      await().until(() -> gateway.active() == 0);
    }
  }
}
