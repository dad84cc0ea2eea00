package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin answers is what the client reads. */
class ExactResponseTest {
  private static final String GET = "GET /x HTTP/1.1\nHost: me\n\n";
  private static final String HEAD = "HEAD /x HTTP/1.1\nHost: me\n\n";
  private static final String SMALL = "Content-Length: 2\n\nhi";

  /** The head of an answer, one line an element. */
  private static List<String> answer(String request, String response) throws Exception {
    try (RawOrigin origin = RawOrigin.saying(response);
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      return client.say(request).head().lines().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 201, 203, 206, 226, 299, 301, 307, 308, 399, 400, 401, 404, 407, 416, 418, 421, 451,
        499, 500, 502, 503, 599, 600, 999
      })
  void aStatusPasses(int status) throws Exception {
    assertThat(answer(GET, "HTTP/1.1 " + status + " Whatever\n" + SMALL).get(0))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "TEXT/HTML",
        "text/html;charset=utf-8",
        "text/html; charset=utf-8",
        "text/html; charset=\"UTF-8\"",
        "text/html; Charset=ISO-8859-1",
        "application/json",
        "application/json; charset=UTF-8",
        "text/plain;charset=iso-8859-1",
        "text/xml ; a=b",
        "x",
        ""
      })
  void aContentTypePasses(String type) throws Exception {
    assertThat(answer(GET, "HTTP/1.1 200 OK\nContent-Type: " + type + "\n" + SMALL))
        .contains("Content-Type: " + type)
        .filteredOn(line -> line.startsWith("Content-Type:"))
        .hasSize(1);
  }

  @Test
  void fieldsPassInTheirOrder() throws Exception {
    assertThat(
            answer(
                GET,
                """
                HTTP/1.1 200 OK
                Server: me/1.0 (odd)
                Date: Mon, 01 Jan 2001 00:00:00 GMT
                Set-Cookie: a=b; Path=/; HttpOnly
                X-Rep: one
                ETag: "x"
                Set-Cookie: c="d
                X-Empty:
                X-Obs: \u00e9\u00ff
                X-Rep: two
                Content-Language: de , EN
                Cache-Control: no-store , PRIVATE
                WWW-Authenticate: Basic realm="x", Digest realm="y"
                Location: ../a%2Fb?c
                Last-Modified: whenever
                Expires: 0
                Accept-Ranges: bytes
                Content-Encoding: gzip
                Age: 3
                Content-Length: 2

                hi"""))
        .containsSubsequence(
            "HTTP/1.1 200 OK",
            "Server: me/1.0 (odd)",
            "Date: Mon, 01 Jan 2001 00:00:00 GMT",
            "Set-Cookie: a=b; Path=/; HttpOnly",
            "X-Rep: one",
            "ETag: \"x\"",
            "Set-Cookie: c=\"d",
            "X-Empty: ",
            "X-Obs: \u00e9\u00ff",
            "X-Rep: two",
            "Content-Language: de , EN",
            "Cache-Control: no-store , PRIVATE",
            "WWW-Authenticate: Basic realm=\"x\", Digest realm=\"y\"",
            "Location: ../a%2Fb?c",
            "Last-Modified: whenever",
            "Expires: 0",
            "Accept-Ranges: bytes",
            "Content-Encoding: gzip",
            "Age: 3",
            "Via: 1.1 larder",
            "Content-Length: 2")
        .hasSize(22);
  }

  @Test
  void nothingIsAddedButViaAndCacheStatus() throws Exception {
    assertThat(answer(GET, "HTTP/1.1 200 OK\n" + SMALL))
        .hasSize(4)
        .contains("HTTP/1.1 200 OK", "Via: 1.1 larder", "Content-Length: 2")
        .anyMatch(line -> line.startsWith("Cache-Status: larder; "));
  }

  @Test
  void whatIsAboutTheConnectionEndsHere() throws Exception {
    assertThat(
            answer(
                GET,
                """
                HTTP/1.1 200 OK
                Connection: X-Hop, keep-alive
                Keep-Alive: timeout=5
                X-Hop: 1
                X-End: 2
                Proxy-Authenticate: Basic
                Proxy-Connection: keep-alive
                Upgrade: h2c
                Content-Length: 2

                hi"""))
        .contains("X-End: 2")
        .noneMatch(line -> line.matches("(?i)(connection|keep-alive|x-hop|proxy-.*|upgrade):.*"));
  }

  @Test
  void viaIsAppendedToWhatEarlierOnesSaid() throws Exception {
    assertThat(answer(GET, "HTTP/1.0 200 OK\nVia: 1.1 fred\n" + SMALL))
        .containsSubsequence("Via: 1.1 fred", "Via: 1.0 larder");
  }

  @Test
  void sixtyKilobytesOfFieldsPass() throws Exception {
    StringBuilder response = new StringBuilder("HTTP/1.1 200 OK\n");
    for (int i = 0; i < 60; i++) {
      response.append("X-").append(i).append(": ").append("v".repeat(1000)).append('\n');
    }

    assertThat(answer(GET, response.append(SMALL).toString()))
        .contains("HTTP/1.1 200 OK", "X-59: " + "v".repeat(1000), "Content-Length: 2");
  }

  @Test
  void aRedirectIsNotFollowedAndACookieNotKept() throws Exception {
    try (RawOrigin origin =
            RawOrigin.saying("HTTP/1.1 302 Found\nLocation: /y\nSet-Cookie: a=b\n" + SMALL);
        Fixture gateway = new Fixture(origin.uri());
        Wire client = gateway.connect()) {
      assertThat(client.say(GET).head()).startsWith("HTTP/1.1 302 ").contains("Location: /y");
      client.body(2);
      client.say(GET).head();

      assertThat(origin.asked()).startsWith("GET /x ");
      assertThat(origin.asked()).startsWith("GET /x ").doesNotContain("Cookie");
      assertThat(origin.wasAsked()).isFalse();
    }
  }

  /** Messages that have no body whatever their fields say. */
  @Nested
  class WithoutBody {

    @Test
    void headKeepsItsLength() throws Exception {
      assertThat(answer(HEAD, "HTTP/1.1 200 OK\nContent-Length: 12345\n\n"))
          .contains("Content-Length: 12345");
    }

    @Test
    void headWithoutLengthGetsNone() throws Exception {
      assertThat(answer(HEAD, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"))
          .noneMatch(line -> line.startsWith("Content-Length"));
      assertThat(answer(HEAD, "HTTP/1.1 200 OK\nETag: \"x\"\n\n"))
          .noneMatch(line -> line.startsWith("Content-Length"));
    }

    @Test
    void notModifiedKeepsWhatItSays() throws Exception {
      assertThat(answer(GET, "HTTP/1.1 304 Not Modified\nETag: \"x\"\nContent-Length: 9\n\n"))
          .contains("HTTP/1.1 304 Not Modified", "ETag: \"x\"", "Content-Length: 9");
      assertThat(answer(GET, "HTTP/1.1 304 Not Modified\nETag: \"x\"\n\n"))
          .noneMatch(line -> line.matches("(Content-Length|Transfer-Encoding):.*"));
    }

    @Test
    void noContentHasNone() throws Exception {
      assertThat(answer(GET, "HTTP/1.1 204 No Content\nETag: \"x\"\n\n"))
          .contains("HTTP/1.1 204 No Content", "ETag: \"x\"")
          .noneMatch(line -> line.matches("(Content-Length|Transfer-Encoding):.*"));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304", "GET, 204"})
    void theConnectionStaysInStep(String method, int status) throws Exception {
      try (RawOrigin origin = RawOrigin.saying("HTTP/1.1 " + status + " x\nETag: \"x\"\n\n");
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        for (int i = 0; i < 3; i++) {
          client.say(method + " /x HTTP/1.1\nHost: me\n\n");

          assertThat(client.head()).startsWith("HTTP/1.1 " + status + " ");
        }
      }
    }
  }

  /** Interim responses. */
  @Nested
  class Interim {

    @Test
    void eachIsPassedOnWithItsFields() throws Exception {
      try (RawOrigin origin =
              RawOrigin.saying(
                  "HTTP/1.1 103 Early Hints\nLink: </a>; rel=preload\nLink: </b>\n"
                      + "Connection: X-Hop\nX-Hop: 1\n\n"
                      + "HTTP/1.1 102 Processing\n\n"
                      + "HTTP/1.1 199 Odd\n\n"
                      + "HTTP/1.1 200 OK\n"
                      + SMALL);
          Fixture gateway = new Fixture(origin.uri());
          Wire client = gateway.connect()) {
        client.say(GET);

        assertThat(client.head())
            .isEqualTo("HTTP/1.1 103 Early Hints\nLink: </a>; rel=preload\nLink: </b>");
        assertThat(client.head()).startsWith("HTTP/1.1 102 Processing");
        assertThat(client.head()).startsWith("HTTP/1.1 199 ");
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK\n").doesNotContain("Link");
        assertThat(client.body(2)).isEqualTo("hi");
      }
    }

    @Test
    void noneGoesToAClientOfHttp10() throws Exception {
      assertThat(
              answer(
                  "GET /x HTTP/1.0\n\n",
                  "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\n" + SMALL))
          .contains("HTTP/1.1 200 OK")
          .noneMatch(line -> line.startsWith("Link"));
    }

    @Test
    void anUpgradeThatNobodyAskedForIsABadGateway() throws Exception {
      assertThat(
              answer(GET, "HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: upgrade\n\n"))
          .contains("HTTP/1.1 502 Bad Gateway");
    }
  }
}
