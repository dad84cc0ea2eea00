package io.larder.example.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway writes by itself. */
class GatewayFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.1   | http  | me          | for=192.0.2.1;proto=http;host="me"
          192.0.2.1   | https | me:8080     | for=192.0.2.1;proto=https;host="me:8080"
          2001:db8::1 | http  | [::1]:8080  | for="[2001:db8::1]";proto=http;host="[::1]:8080"
          192.0.2.1   | http  | a"b\\c      | for=192.0.2.1;proto=http;host="a\\"b\\\\c"
          192.0.2.1   | http  | ''          | for=192.0.2.1;proto=http
          """)
  void forwardedIsWrittenByRfc7239(String client, String scheme, String host, String element) {
    assertThat(new Forwarded(client, scheme, host).element()).isEqualTo(element);
  }

  @Test
  void viaNamesTheProtocolAndThisProcessOnly() {
    Via via = new Via();
    String own = via.ofRequest("HTTP/1.1");

    assertThat(own).matches("1\\.1 larder \\([0-9a-f]{12}\\)");
    assertThat(via.ofRequest("HTTP/2.0")).startsWith("2.0 larder (");
    assertThat(Via.ofResponse("HTTP/1.0")).isEqualTo("1.0 larder");
    assertThat(via.isOwn("1.0 fred, " + own + ", 1.1 p")).isTrue();
    assertThat(via.isOwn(new Via().ofRequest("HTTP/1.1"))).isFalse();
    assertThat(via.isOwn("1.1 larder")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, true",
    "keep-ALIVE, true",
    "TE, true",
    "Transfer-Encoding, true",
    "Upgrade, true",
    "Proxy-Authorization, true",
    "x-a, true",
    "X-B, true",
    "X-C, false",
    "Content-Length, false",
    "Trailer, false",
    "WWW-Authenticate, false"
  })
  void whatConnectionNamesEndsHereToo(String name, boolean ends) {
    assertThat(HopByHop.of(List.of("close", " X-A ,,x-b", "")).ends(name)).isEqualTo(ends);
  }

  @ParameterizedTest
  @CsvSource({
    "TRACE, 0, true, ''",
    "OPTIONS, 0, true, ''",
    "OPTIONS, 1, false, 0",
    "TRACE, 10, false, 9",
    "GET, 0, false, 0",
    "OPTIONS, x, false, x",
    "OPTIONS, -1, false, -1",
    "OPTIONS, 99999999999, false, 99999999999"
  })
  void maxForwardsCountsForTwoMethods(String method, String line, boolean last, String left) {
    MaxForwards hops = MaxForwards.of(method, List.of(line));

    assertThat(hops.last()).isEqualTo(last);
    assertThat(String.join("|", hops.left())).isEqualTo(left);
  }

  @Test
  void whatFailedSaysWhichProblemItIs() {
    assertThat(GatewayProblem.of(new ConnectException("refused")).status()).isEqualTo(502);
    assertThat(GatewayProblem.of(new IOException(new TimeoutException())).status()).isEqualTo(504);
    assertThat(GatewayProblem.of(new SocketTimeoutException("connect")).status()).isEqualTo(504);
    assertThat(GatewayProblem.of(new RejectedExecutionException("full")).status()).isEqualTo(503);
  }
}
