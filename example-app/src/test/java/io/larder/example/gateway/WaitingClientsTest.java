package io.larder.example.gateway;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many clients that ask for one page at once, and few threads. */
class WaitingClientsTest {
  private static final int THREADS = 40;
  private static final int CLIENTS = 120;
  private static final String ANSWER =
      "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nhi";

  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  /** Answers each request when told to, or another path at once. */
  private RawOrigin slow() throws IOException {
    return RawOrigin.playing(
        wire -> {
          while (true) {
            if (wire.head().startsWith("GET /slow ")) {
              asked.incrementAndGet();
              go.await();
            }
            wire.say(ANSWER);
          }
        });
  }

  /** Answers the first request when told to, and the others as another script does. */
  private RawOrigin held(RawOrigin.Script first, RawOrigin.Script later) throws IOException {
    return RawOrigin.playing(
        wire -> {
          while (true) {
            String unused = wire.head();
            if (asked.incrementAndGet() == 1) {
              go.await();
              first.play(wire);
            } else {
              later.play(wire);
            }
          }
        });
  }

  private static void say(List<Wire> clients) throws IOException {
    for (Wire client : clients) {
      client.say("GET /slow HTTP/1.1\nHost: a.test\nConnection: close\n\n");
    }
  }

  private static List<Wire> connect(Fixture gateway, int count) throws IOException {
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(gateway.connect());
    }
    return clients;
  }

  /** A leader whom the origin lets wait, and those who wait for it. */
  private List<Wire> leaderAndWaiting(Fixture gateway, int waiting) throws IOException {
    List<Wire> clients = connect(gateway, 1 + waiting);
    say(clients.subList(0, 1));
    await().pollDelay(ZERO).pollInterval(ofMillis(2)).until(() -> asked.get() == 1);
    say(clients.subList(1, clients.size()));
    gateway.awaitWaiting(waiting);
    return clients;
  }

  private static void assertNothingIsLeft(Fixture gateway) {
    await().until(() -> gateway.waiting() == 0 && gateway.active() == 0 && gateway.requests() == 0);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void areAnsweredByOneRequestToTheOriginAndHoldNoThread() throws Exception {
    try (RawOrigin origin = slow();
        Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = connect(gateway, CLIENTS);
      try (Wire other = gateway.connect()) {
        say(clients);
        gateway.awaitWaiting(CLIENTS - 1);
        other.say("GET /other HTTP/1.1\nHost: a.test\nConnection: close\n\n");
        assertThat(other.rest())
            .as("served while they wait")
            .startsWith("HTTP/1.1 200 OK\n")
            .endsWith("\n\nhi");
        go.countDown();
        int collapsed = 0;
        for (Wire client : clients) {
          String answer = client.rest();
          assertThat(answer).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhi");
          collapsed += answer.contains("; collapsed\n") ? 1 : 0;
        }
        assertThat(collapsed).isEqualTo(CLIENTS - 1);
      }
      assertThat(asked).hasValue(1);
      assertNothingIsLeft(gateway);
    }
  }

  @Test
  void askTheOriginSideBySideOnceTheAnswerTurnsOutToBeForOneOnly() throws Exception {
    String answer = "HTTP/1.1 200 OK\nCache-Control: private\nContent-Length: 2\n\nhi";
    CountDownLatch all = new CountDownLatch(CLIENTS - 1);
    try (RawOrigin origin =
            held(
                wire -> wire.say(answer),
                wire -> {
                  all.countDown();
                  all.await();
                  wire.say(answer);
                });
        Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = leaderAndWaiting(gateway, CLIENTS - 1);
      go.countDown();
      assertThat(clients.get(0).rest()).contains("; detail=private\n").endsWith("\n\nhi");
      for (Wire client : clients.subList(1, CLIENTS)) {
        assertThat(client.rest()).contains("; detail=not-shared\n").endsWith("\n\nhi");
      }
      assertThat(asked).hasValue(CLIENTS);
      assertNothingIsLeft(gateway);
    }
  }

  @Test
  void getTheirAnswersWhereOthersAmongThemHaveGoneAway() throws Exception {
    try (RawOrigin origin = held(wire -> wire.say(ANSWER), wire -> wire.close());
        Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = leaderAndWaiting(gateway, 100);
      for (int i = 1; i < clients.size(); i += 3) {
        clients.get(i).reset();
      }
      go.countDown();
      for (int i = 0; i < clients.size(); i++) {
        if (i % 3 != 1) {
          assertThat(clients.get(i).rest()).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhi");
        }
      }
      assertThat(asked).hasValue(1);
      assertNothingIsLeft(gateway);
    }
  }

  @Test
  void areAnsweredWhereTheLeadersClientHasGoneAway() throws Exception {
    try (RawOrigin origin = held(wire -> wire.say(ANSWER), wire -> wire.say(ANSWER));
        Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = leaderAndWaiting(gateway, 100);
      clients.get(0).reset();
      go.countDown();
      for (Wire client : clients.subList(1, clients.size())) {
        assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhi");
      }
      assertThat(asked.get()).isBetween(1, 2);
      assertNothingIsLeft(gateway);
    }
  }

  @Test
  void hearThatTheOriginHasDied() throws Exception {
    RawOrigin origin = held(Wire::close, Wire::close);
    try (Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = leaderAndWaiting(gateway, 100);
      long start = System.nanoTime();
      origin.close();
      go.countDown();
      for (Wire client : clients) {
        assertThat(client.rest())
            .startsWith("HTTP/1.1 502 Bad Gateway\n")
            .containsOnlyOnce("Cache-Status: ")
            .containsOnlyOnce("Content-Length: ")
            .endsWith("}");
      }
      assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
      assertNothingIsLeft(gateway);
    }
  }

  @Test
  void getAnAnswerOfTheOriginOnceItRecovers() throws Exception {
    try (RawOrigin origin = held(Wire::close, wire -> wire.say(ANSWER));
        Fixture gateway = new Fixture(origin.uri(), THREADS)) {
      List<Wire> clients = leaderAndWaiting(gateway, 100);
      go.countDown();
      for (Wire client : clients.subList(1, clients.size())) {
        assertThat(client.rest()).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhi");
      }
      assertNothingIsLeft(gateway);
    }
  }
}
