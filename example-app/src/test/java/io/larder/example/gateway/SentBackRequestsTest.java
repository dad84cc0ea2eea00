package io.larder.example.gateway;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A request that has waited in vain for another one's answer is passed on as if it had not. */
class SentBackRequestsTest {
  private static final String RESPONSE =
      """
      HTTP/1.1 299 Odd
      Content-Type: text/html; charset=utf-8
      Cache-Control: private
      Vary: X
      X-Two: 1
      x-two: 2
      X-Empty:
      X-Odd: caf\u00e9 "a, b"
      Cache-Status: Before; hit
      Via: 1.0 before
      Set-Cookie: a=1
      Set-Cookie: b=2
      Content-Length: 2

      hi""";

  private static final String FIELDS =
      """
      X-Empty:
      X-Two: 1
      x-two: 2
      X-Odd: caf\u00e9 "a, b"
      Accept: text/html;q=0.5, */*
      Content-Type: text/html; charset=utf-8
      Cookie: a=1; b=2
      Via: 1.0 before
      X-Forwarded-For: 192.0.2.1
      Forwarded: for=192.0.2.1
      Connection: close, X-Hop
      X-Hop: 1
      """;

  /** What was said at both ends. */
  private record Both(List<String> asked, String first, String second) {}

  private static Both talk(String request) throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            RawOrigin.playing(
                wire -> {
                  while (true) {
                    asked.add(wire.head());
                    go.await();
                    wire.say(RESPONSE);
                  }
                });
        Fixture gateway = new Fixture(origin.uri());
        Wire first = gateway.connect();
        Wire second = gateway.connect()) {
      first.say(request);
      await().pollDelay(ZERO).pollInterval(ofMillis(2)).until(() -> asked.size() == 1);
      second.say(request);
      gateway.awaitWaiting(1);
      go.countDown();
      return new Both(asked, first.rest(), second.rest());
    }
  }

  @ParameterizedTest
  @FieldSource("io.larder.example.gateway.OddTargets#WITH_KEY")
  void goesToItsTargetByteForByte(String target) throws Exception {
    Both said = talk("GET " + target + " HTTP/1.1\nHost: a.test\nConnection: close\n\n");

    assertThat(said.asked()).hasSize(2);
    assertThat(said.asked().get(0)).startsWith("GET " + target + " HTTP/1.1\n");
    assertThat(said.asked().get(1)).isEqualTo(said.asked().get(0));
    assertThat(said.second()).contains("; detail=not-shared\n");
  }

  @Test
  void hasItsFieldsAndGetsThoseOfItsAnswerOnce() throws Exception {
    Both said = talk("GET /a HTTP/1.1\nHost: a.test\n" + FIELDS + "\n");

    assertThat(said.asked().get(1)).isEqualTo(said.asked().get(0));
    assertThat(withoutStatus(said.second())).isEqualTo(withoutStatus(said.first()));
    assertThat(said.second().lines().filter(SentBackRequestsTest::isStatus))
        .containsExactlyInAnyOrder(
            "Cache-Status: Before; hit", "Cache-Status: larder; fwd=uri-miss; detail=not-shared");
  }

  private static boolean isStatus(String line) {
    return line.startsWith("Cache-Status: ");
  }

  private static String withoutStatus(String message) {
    return message.lines().filter(line -> !isStatus(line)).collect(Collectors.joining("\n"));
  }
}
