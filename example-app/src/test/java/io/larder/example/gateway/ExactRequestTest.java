package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client writes is what the origin reads, byte for byte. */
class ExactRequestTest {
  private RawOrigin origin;
  private Fixture gateway;

  @BeforeEach
  void start() throws Exception {
    origin = RawOrigin.saying("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
    gateway = new Fixture(origin.uri());
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    origin.close();
  }

  private List<String> forwarded(String request) throws Exception {
    try (Wire client = gateway.connect()) {
      assertThat(client.say(request).head()).startsWith("HTTP/1.1 200 OK\n");
      return origin.asked().lines().toList();
    }
  }

  @ParameterizedTest
  @FieldSource("io.larder.example.gateway.OddTargets#ALL")
  void aTargetGoesAsItIs(String target) throws Exception {
    assertThat(forwarded("GET " + target + " HTTP/1.1\nHost: me\n\n").get(0))
        .isEqualTo("GET " + target + " HTTP/1.1");
  }

  @Test
  void anAsteriskGoesAsItIs() throws Exception {
    assertThat(forwarded("OPTIONS * HTTP/1.1\nHost: me\n\n").get(0))
        .isEqualTo("OPTIONS * HTTP/1.1");
  }

  @Test
  void ofAnAbsoluteTargetPathAndQueryGo() throws Exception {
    List<String> head = forwarded("GET http://other.example:7/a%2F?b HTTP/1.1\nHost: me\n\n");

    assertThat(head.get(0)).isEqualTo("GET /a%2F?b HTTP/1.1");
    assertThat(head).contains("X-Forwarded-Host: other.example:7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a#b", "/a?b#c", "/\u00ff", "/?\u00ff", "/%00", "/%", "/../x", "/%2e%2e/x", "*"})
  void aTargetThatCannotGoAsItIsIsRefused(String target) throws Exception {
    try (Wire client = gateway.connect()) {
      client.say("GET " + target + " HTTP/1.1\nHost: me\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 400 ").contains("no-store");
      assertThat(origin.wasAsked()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kept#b", "/kept#", "http://me/kept#b", "/kept#?b"})
  void aTargetWithAFragmentIsNoHitForWhatIsStoredWithoutIt(String target) throws Exception {
    try (RawOrigin fresh =
            RawOrigin.saying("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 0\n\n");
        Fixture cache = new Fixture(fresh.uri());
        Wire client = cache.connect()) {
      client.say("GET /kept HTTP/1.1\nHost: me\n\n").head();
      cache.settle();
      assertThat(client.say("GET /kept HTTP/1.1\nHost: me\n\n").head()).contains("larder; hit");
      client.say("GET " + target + " HTTP/1.1\nHost: me\n\n");

      assertThat(client.head())
          .startsWith("HTTP/1.1 400 ")
          .contains("problem+json", "no-store")
          .doesNotContain("hit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "get", "PROPFIND", "QUERY", "brew!#$%&'*+-.^_`|~", "TRACE"})
  void aMethodGoesAsItIs(String method) throws Exception {
    assertThat(forwarded(method + " /x HTTP/1.1\nHost: me\n\n").get(0))
        .isEqualTo(method + " /x HTTP/1.1");
  }

  @Test
  void fieldValuesGoAsTheyAre() throws Exception {
    assertThat(
            forwarded(
                """
                GET /x HTTP/1.1
                Host: me
                X-Empty:
                X-Obs: \u00e9\u00ff
                X-Tab: a\tb  c
                X-Rep: one
                Content-Type: TEXT/HTML; Charset="UTF-8"
                X-Other: between
                X-Rep: two
                X-Rep:
                Accept-Encoding: br;q=1.0 , gzip
                Cookie: a=b; c="d
                Cookie: e
                If-None-Match: W/"x" ,"y",,
                Range: bytes=0-1 , 5-
                Authorization: Basic b64==

                """))
        .containsSubsequence("X-Rep: one", "X-Rep: two", "X-Rep: ")
        .containsSubsequence("Cookie: a=b; c=\"d", "Cookie: e")
        .contains(
            "X-Empty: ",
            "X-Obs: \u00e9\u00ff",
            "X-Tab: a\tb  c",
            "Content-Type: TEXT/HTML; Charset=\"UTF-8\"",
            "Accept-Encoding: br;q=1.0 , gzip",
            "If-None-Match: W/\"x\" ,\"y\",,",
            "Range: bytes=0-1 , 5-",
            "Authorization: Basic b64==");
  }

  @Test
  void aValueIsNotSpeltAsAnEarlierOne() throws Exception {
    try (Wire client = gateway.connect()) {
      for (String value : List.of("no-cache", "No-Cache", "NO-CACHE", "no-cache")) {
        client.say("GET /x HTTP/1.1\nHost: me\nCache-Control: " + value + "\nAccept: " + value);
        client.say("\n\n").head();
        client.body(2);

        assertThat(origin.asked().lines()).contains("Cache-Control: " + value, "Accept: " + value);
      }
    }
  }

  @Test
  void nothingIsAddedButWhatNamesTheGateway() throws Exception {
    assertThat(forwarded("GET /x HTTP/1.1\nHost: me:1\n\n"))
        .hasSize(7)
        .startsWith("GET /x HTTP/1.1", "Host: 127.0.0.1:" + origin.port())
        .anyMatch(line -> line.matches("Via: 1\\.1 larder \\([0-9a-f]{12}\\)"))
        .contains(
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: me:1",
            "Forwarded: for=127.0.0.1;proto=http;host=\"me:1\"");
  }

  @Test
  void whoAskedIsAppendedToWhatEarlierOnesSaid() throws Exception {
    assertThat(
            forwarded(
                """
                GET /x HTTP/1.1
                Host: me
                Via: 1.0 fred, 1.1 wilma
                X-Forwarded-For: 9.9.9.9
                X-Forwarded-For: 8.8.8.8
                X-Forwarded-Proto: https
                X-Forwarded-Host: shop.example
                Forwarded: for=9.9.9.9;proto=https

                """))
        .containsSubsequence("Via: 1.0 fred, 1.1 wilma")
        .contains(
            "X-Forwarded-For: 9.9.9.9, 8.8.8.8, 127.0.0.1",
            "X-Forwarded-Proto: https, http",
            "X-Forwarded-Host: shop.example, me",
            "Forwarded: for=9.9.9.9;proto=https, for=127.0.0.1;proto=http;host=\"me\"")
        .filteredOn(line -> line.startsWith("Via: "))
        .hasSize(2);
  }

  @Test
  void whatIsAboutTheConnectionEndsHere() throws Exception {
    assertThat(
            forwarded(
                """
                GET /x HTTP/1.1
                Host: me
                Connection: keep-alive, X-Hop , x-HOP2
                Keep-Alive: timeout=5
                X-Hop: 1
                X-Hop2: 2
                X-End: 3
                Proxy-Connection: keep-alive
                Proxy-Authorization: Basic b64==
                TE: gzip, trailers;q=0.5

                """))
        .contains("X-End: 3", "TE: trailers", "Connection: TE")
        .noneMatch(line -> line.matches("(?i)(keep-alive|x-hop2?|proxy-.*):.*"));
  }

  @Test
  void anUpgradeIsNotPassedOn() throws Exception {
    assertThat(
            forwarded(
                "GET /x HTTP/1.1\nHost: me\nConnection: Upgrade\nUpgrade: websocket\n"
                    + "Sec-WebSocket-Version: 13\n\n"))
        .contains("Sec-WebSocket-Version: 13")
        .noneMatch(line -> line.matches("(?i)(upgrade|connection):.*"));
  }

  @Test
  void sixtyKilobytesOfFieldsGo() throws Exception {
    StringBuilder request = new StringBuilder("GET /x HTTP/1.1\nHost: me\n");
    for (int i = 0; i < 60; i++) {
      request.append("X-").append(i).append(": ").append("v".repeat(1000)).append('\n');
    }

    assertThat(forwarded(request.append('\n').toString()))
        .contains("X-59: " + "v".repeat(1000))
        .hasSizeGreaterThan(60);
  }

  @Test
  void aRequestWithoutLengthIsAnEmptyOne() throws Exception {
    assertThat(forwarded("GET /x HTTP/1.1\nHost: me\n\n"))
        .noneMatch(line -> line.matches("(?i)(content-length|transfer-encoding):.*"));
    assertThat(forwarded("POST /x HTTP/1.1\nHost: me\nContent-Length: 0\n\n"))
        .contains("Content-Length: 0");
  }

  @Test
  void http10GoesAs11AndIsNamed() throws Exception {
    assertThat(forwarded("GET /x HTTP/1.0\n\n"))
        .startsWith("GET /x HTTP/1.1")
        .anyMatch(line -> line.startsWith("Via: 1.0 larder ("));
  }

  @Test
  void aRequestThatComesBackIsRefused() throws Exception {
    String own =
        forwarded("GET /x HTTP/1.1\nHost: me\n\n").stream()
            .filter(line -> line.startsWith("Via: "))
            .findFirst()
            .orElseThrow();
    try (Wire client = gateway.connect()) {
      client.say("GET /x HTTP/1.1\nHost: me\n" + own + ", 1.1 other\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 508 ");
      assertThat(origin.wasAsked()).isFalse();
    }
    assertThat(forwarded("GET /x HTTP/1.1\nHost: me\nVia: 1.1 larder (000000000000)\n\n"))
        .contains("Via: 1.1 larder (000000000000)");
  }

  @Test
  void maxForwardsIsCountedDownForThoseThatItIsFor() throws Exception {
    assertThat(forwarded("OPTIONS /x HTTP/1.1\nHost: me\nMax-Forwards: 3\n\n"))
        .contains("Max-Forwards: 2");
    assertThat(forwarded("GET /x HTTP/1.1\nHost: me\nMax-Forwards: 3\n\n"))
        .contains("Max-Forwards: 3");
    try (Wire client = gateway.connect()) {
      client.say("TRACE /x?y HTTP/1.1\nHost: me\nCookie: a=b\nMax-Forwards: 0\n\n");

      assertThat(client.head())
          .startsWith("HTTP/1.1 200 OK")
          .contains("Content-Type: message/http");
      assertThat(client.head()).isEqualTo("TRACE /x?y HTTP/1.1\nHost: me\nMax-Forwards: 0");
      assertThat(origin.wasAsked()).isFalse();
    }
  }

  @Test
  void aTunnelIsRefused() throws Exception {
    try (Wire client = gateway.connect()) {
      client.say("CONNECT elsewhere:80 HTTP/1.1\nHost: elsewhere:80\n\n");

      assertThat(client.head()).startsWith("HTTP/1.1 501 ");
      assertThat(origin.wasAsked()).isFalse();
    }
  }
}
