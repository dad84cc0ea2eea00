package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending a request again that went to an idle connection which the origin has closed. */
class RetriesTest {
  private static final String GET = "GET /x HTTP/1.1\nHost: me\n\n";
  private static final String ANSWER =
      "HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 2\n\nhi";

  private static void askAtOnce(Fixture gateway, int clients) throws Exception {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      // Without one another's answer: each is a question of its own.
      wires.add(gateway.connect().say("GET /" + i + " HTTP/1.1\nHost: me\n\n"));
    }
    for (Wire wire : wires) {
      assertThat(wire.head()).startsWith("HTTP/1.1 200 ");
      wire.body(2);
      wire.close();
    }
    gateway.settle();
    await().until(() -> gateway.active() == 0);
  }

  @Test
  void goesToANewConnectionSinceAllIdleOnesMayBeDying() throws Exception {
    int dying = 6;
    CyclicBarrier together = new CyclicBarrier(dying);
    AtomicInteger connections = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head(); // Jetty may open a connection more than it needs
                  boolean first = connections.incrementAndGet() <= dying;
                  if (first) {
                    together.await(20, TimeUnit.SECONDS);
                  }
                  wire.say(ANSWER);
                  wire.head();
                  asked.incrementAndGet();
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      askAtOnce(gateway, dying);

      assertThat(client.say(GET).head()).startsWith("HTTP/1.1 200 ");
      client.body(2);
      assertThat(asked).hasValue(1);
      assertThat(connections).hasValue(dying + 1);
    }
  }

  @Test
  void isNotRetriedItself() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  boolean first = connections.incrementAndGet() == 1;
                  if (first) {
                    wire.say(ANSWER);
                    wire.head();
                  }
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(GET).head();
      client.body(2);

      assertThat(client.say(GET).head()).startsWith("HTTP/1.1 502 ");
      assertThat(connections).hasValue(2);
    }
  }

  @Test
  void isNoMatterOfLuckBeforeAnOriginThatClosesAfterEachAnswer() throws Exception {
    int clients = 6;
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    CountDownLatch over = new CountDownLatch(clients);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  wire.say(ANSWER);
                });
        Fixture gateway = new Fixture(origin.uri())) {
      for (int i = 0; i < clients; i++) {
        String get = "GET /" + i + " HTTP/1.1\nHost: me\n\n";
        Thread asking =
            new Thread(
                () -> {
                  try (Wire client = gateway.connect()) {
                    for (int n = 0; n < 300; n++) {
                      String head = client.say(get).head();
                      if (!head.startsWith("HTTP/1.1 200 ")) {
                        wrong.add(head + client.body(30));
                        return;
                      }
                      client.body(2);
                    }
                  } catch (Exception e) {
                    wrong.add(e.toString());
                  } finally {
                    over.countDown();
                  }
                });
        asking.start();
      }
      assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\nContent-",
        "HTTP/1.1 103 Early Hints\nLink: </a>\n\n"
      })
  void isNotForARequestToWhichAnAnswerHasBegun(String begun) throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  wire.head();
                  connections.incrementAndGet();
                  wire.say(ANSWER);
                  wire.head();
                  wire.say(begun);
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      client.say(GET).head();
      client.body(2);
      client.say(GET);

      String head = client.head();
      assertThat(head.contains(" 103 ") ? client.head() : head).startsWith("HTTP/1.1 502 ");
      assertThat(connections).hasValue(1);
    }
  }
}
