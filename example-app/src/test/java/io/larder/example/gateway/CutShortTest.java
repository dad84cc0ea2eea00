package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.cache.CacheEntry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What came of a response before the origin broke it off (RFC 9111, 3.3). */
class CutShortTest {
  private static final String FRESH = "Cache-Control: max-age=600\n";
  private static final String TAG = "ETag: \"a\"\n";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch seen = new CountDownLatch(1);
  private final RawOrigin origin;
  private final Fixture gateway;
  private String head = "";
  private String body = "";

  CutShortTest() throws Exception {
    origin = RawOrigin.playing(this::play);
    gateway = new Fixture(origin.uri());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    origin.close();
  }

  /** The origin breaks off while the gateway is still at work with what has come. */
  private void awaitStored() {
    await().until(() -> gateway.find("/a") instanceof CacheEntry);
  }

  /** The first answer breaks off once its client has the head. */
  private void play(Wire wire) throws Exception {
    while (true) {
      asked.add(wire.head());
      wire.say(answers.remove());
      if (asked.size() == 1) {
        seen.await();
        wire.close();
        return;
      }
    }
  }

  private void breaksOff(String head, String beginning) throws Exception {
    answers.add(head + "\n" + beginning);
    try (Wire client = gateway.connect()) {
      client.say(
          "GET /a HTTP/1.1\nHost: a\n" + (head.contains(" 206 ") ? "Range: bytes=2-6\n" : ""));
      this.head = client.say("\n").head();
      assertThat(client.body(beginning.length())).isEqualTo(beginning);
      seen.countDown();
      assertThat(client.rest()).isEmpty();
    }
    gateway.settle();
  }

  private void get(String fields) throws Exception {
    try (Wire client = gateway.connect()) {
      client.say("GET /a HTTP/1.1\nHost: a\n" + fields + "Connection: close\n\n");
      head = client.head();
      body = client.rest();
    }
    gateway.settle();
  }

  private static String whole(String fields) {
    return "HTTP/1.1 200 OK\nContent-Length: 10\n" + fields;
  }

  private static String part(int first, int last) {
    return "HTTP/1.1 206 Part\nContent-Length: "
        + (last - first + 1)
        + "\nContent-Range: bytes "
        + first
        + "-"
        + last
        + "/10\n"
        + FRESH
        + TAG
        + "\n"
        + "0123456789".substring(first, last + 1);
  }

  @Test
  void answersRangesThatLieWithin() throws Exception {
    breaksOff(whole(FRESH + TAG), "0123");
    awaitStored();
    get("Range: bytes=1-2\n");
    assertThat(head).startsWith("HTTP/1.1 206").contains("Content-Range: bytes 1-2/10", "; hit");
    assertThat(body).isEqualTo("12");
    assertThat(asked).hasSize(1);
  }

  @Test
  void isCompletedAndNeverSentAsTheWhole() throws Exception {
    breaksOff(whole(FRESH + TAG), "0123");
    awaitStored();
    answers.add(part(4, 9));
    get("");
    assertThat(asked.get(1)).contains("Range: bytes=4-9", "If-Range: \"a\"");
    assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Length: 10");
    assertThat(body).isEqualTo("0123456789");
    get("");
    assertThat(head).contains("larder; hit");
    assertThat(body).isEqualTo("0123456789");
  }

  @Test
  void ofAPartIsCompletedToo() throws Exception {
    breaksOff(part(2, 6).replaceFirst("\n\n.*", "\n"), "234");
    awaitStored();
    answers.add(part(5, 6));
    get("Range: bytes=2-6\n");
    assertThat(asked.get(1)).contains("Range: bytes=5-6");
    assertThat(body).isEqualTo("23456");
  }

  @RepeatedTest(20)
  void isNothingWithoutAValidatorAndNobodyWaitsForIt() throws Exception {
    breaksOff(whole(FRESH), "0123");
    answers.add(whole(FRESH) + "\n0123456789");
    get("");
    assertThat(head).contains("larder; fwd=uri-miss; stored");
    assertThat(asked.get(1)).doesNotContain("Range");
    assertThat(body).isEqualTo("0123456789");
  }

  @Test
  void isNothingWhereItMustNotBeStored() throws Exception {
    breaksOff(whole("Cache-Control: no-store\n" + TAG), "0123");
    answers.add(part(1, 2));
    get("Range: bytes=1-2\n");
    assertThat(asked.get(1)).contains("Range: bytes=1-2");
  }
}
