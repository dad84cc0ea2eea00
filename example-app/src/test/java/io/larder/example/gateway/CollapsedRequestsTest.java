package io.larder.example.gateway;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that asks while the origin is answering somebody else. */
class CollapsedRequestsTest {
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private String fields = "Cache-Control: max-age=600";

  /** RFC 9111, 5.2.1.1, 5.2.1.3, 5.2.1.4 and 5.4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: no-cache",
        "Cache-Control: max-age=0",
        "Cache-Control: min-fresh=601",
        "Pragma: no-cache"
      })
  void getsAnAnswerOfItsOwnIfItWantsNoneThatBeganBefore(String field) throws Exception {
    assertThat(secondAnswer(field)).contains("fwd=request; stored").endsWith("body 2");
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cache-Control: max-age=60", "Cache-Control: min-fresh=500"})
  void getsTheSameAnswerIfItWantsNothingElse(String field) throws Exception {
    assertThat(secondAnswer(field)).endsWith("body 1");
    assertThat(asked).hasValue(1);
  }

  /** RFC 9111, 4.3.1: what has come meanwhile is never fresh, and need not come again. */
  @Test
  void asksWhetherItIsStillSoWhatHasComeMeanwhile() throws Exception {
    fields = "Cache-Control: no-cache\nETag: \"a\"";
    assertThat(secondAnswer("X-A: 1")).contains("fwd=stale; fwd-status=304").endsWith("body 1");
    assertThat(asked).hasValue(2);
  }

  private String secondAnswer(String field) throws Exception {
    try (RawOrigin origin = RawOrigin.playing(this::answer);
        Fixture gateway = new Fixture(origin.uri());
        Wire first = gateway.connect();
        Wire second = gateway.connect()) {
      first.say("GET /a HTTP/1.1\nHost: a.test\nConnection: close\n\n");
      await().pollDelay(ZERO).until(() -> asked.get() == 1);
      second.say("GET /a HTTP/1.1\nHost: a.test\nConnection: close\n" + field + "\n\n");
      await().pollDelay(ZERO).until(() -> gateway.requests() == 2);
      go.countDown();
      assertThat(first.rest()).endsWith("body 1");
      return second.rest();
    }
  }

  private void answer(Wire wire) throws IOException, InterruptedException {
    while (true) {
      String head = wire.head();
      int number = asked.incrementAndGet();
      go.await();
      if (head.contains("If-None-Match: \"a\"")) {
        wire.say("HTTP/1.1 304 Not Modified\n" + fields + "\n\n");
      } else {
        wire.say("HTTP/1.1 200 OK\n" + fields + "\nContent-Length: 6\n\nbody " + number);
      }
    }
  }
}
