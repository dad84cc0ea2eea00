package io.larder.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.servlet.testing.Container;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that send slowly what is part of a key hold few threads. */
class SlowContentTest {
  private static final int CLIENTS = HttpCache.SLOW_REQUESTS + 1;

  @ParameterizedTest
  @EnumSource
  void beyondSomeTheyAreNotWaitedFor(Container.Kind kind) throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (Site site =
        Site.of(
                (request, response) ->
                    response.getOutputStream().write(request.getInputStream().readAllBytes()))
            .on(kind)
            .rules("/* ttl=30s methods=GET,QUERY")
            .threads(40)
            .start()) {
      for (int i = 0; i < CLIENTS; i++) {
        RawClient client = new RawClient(site.container.base());
        client.sendRaw(
            "QUERY /a HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\n1");
        clients.add(client);
      }
      Awaitility.await().until(() -> site.runs() == 1); // of the one that nobody waits for
      int passed = 0;
      for (RawClient client : clients) {
        client.sendRaw("2");
        RawResponse answer = client.read("QUERY");
        assertThat(answer.body()).asString(US_ASCII).isEqualTo("12");
        passed += answer.first("Cache-Status").endsWith("; detail=request-slow") ? 1 : 0;
      }
      assertThat(passed).isOne();

      // The places are free again.
      for (RawClient client : clients) {
        client.sendRaw(
            "QUERY /a HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\n12");
        assertThat(client.read("QUERY").first("Cache-Status")).startsWith("larder; hit");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
