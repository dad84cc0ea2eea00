package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that asks for a part again as soon as it has the last byte of it. */
class PartsAtOnceTest {
  private static final int TIMES = 100;

  private final AtomicInteger asked = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {4, 40_000})
  void findsItStored(int length) throws Exception {
    String body = "x".repeat(length);
    try (RawOrigin origin = RawOrigin.playing(wire -> answer(wire, body));
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      for (int i = 0; i < TIMES; i++) {
        String request = "GET /" + i + " HTTP/1.1\nHost: a.test\nRange: bytes=0-" + (length - 1);
        client.say(request + "\n\n");
        assertThat(client.head()).contains("206").contains("stored");
        assertThat(client.body(length)).isEqualTo(body);
        client.say(request + "\n\n");
        assertThat(client.head()).contains("206").contains("larder; hit");
        assertThat(client.body(length)).isEqualTo(body);
      }
    }
    assertThat(asked).hasValue(TIMES);
  }

  private void answer(Wire wire, String body) throws IOException {
    while (true) {
      String unused = wire.head();
      asked.incrementAndGet();
      wire.say(
          "HTTP/1.1 206 Partial Content\nCache-Control: max-age=600\nETag: \"a\"\n"
              + "Content-Range: bytes 0-"
              + (body.length() - 1)
              + "/100000\nContent-Length: "
              + body.length()
              + "\n\n"
              + body);
    }
  }
}
