package io.larder.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.example.UpstreamException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniversitiesApiTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final String TUM =
      """
      [{"name": "TUM", "country": "Germany", "alpha_two_code": "DE", "state-province": null,
        "domains": ["tum.de"], "web_pages": ["https://www.tum.de/"], "rank": {"world": 1}}]
      """;
  private static final University TUM_PARSED =
      new University(
          "TUM", "Germany", "DE", null, List.of("tum.de"), List.of("https://www.tum.de/"));

  @Test
  void anAnswerIsReadAndFieldsThatAreNotOursAreDropped() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, TUM)) {
      assertThat(api(upstream, AMPLE).search("Germany", null)).containsExactly(TUM_PARSED);
    }
  }

  @Test
  void bothParametersAreEncoded() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      api(upstream, AMPLE).search("Côte d'Ivoire", "a&b=c+d #é%");
      api(upstream, AMPLE).search("Germany", null);

      assertThat(upstream.requestLines())
          .containsExactly(
              "GET /search?country=C%C3%B4te%20d%27Ivoire&name=a%26b%3Dc%2Bd%20%23%C3%A9%25"
                  + " HTTP/1.1",
              "GET /search?country=Germany HTTP/1.1");
    }
  }

  @Test
  void aBasesPathIsKept() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[]")) {
      new UniversitiesApi(URI.create(upstream.uri() + "/v1/")).search("France", null);

      assertThat(upstream.requestLines()).containsExactly("GET /v1/search?country=France HTTP/1.1");
    }
  }

  @Test
  void aServerThatIsNotThereIsDown() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    assertThat(failureOf(new UniversitiesApi(nobody)).kind()).isEqualTo(Kind.DOWN);
  }

  @Test
  void aConnectionThatBreaksWithinAnAnswerIsDown() throws IOException {
    byte[] whole = ScriptedUpstream.response(200, TUM);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.playing(out -> out.write(whole, 0, whole.length - 5))) {
      assertThat(failureOf(api(upstream, AMPLE)).kind()).isEqualTo(Kind.DOWN);
    }
  }

  @Test
  void aServerThatSaysNothingIsSlow() throws IOException {
    AtomicReference<ScriptedUpstream> self = new AtomicReference<>();
    try (ScriptedUpstream upstream = ScriptedUpstream.playing(out -> self.get().hold(20_000))) {
      self.set(upstream);
      assertIsSlow(upstream);
    }
  }

  @Test
  void aServerThatDripsItsBodyIsSlowAsWell() throws IOException {
    AtomicReference<ScriptedUpstream> self = new AtomicReference<>();
    byte[] whole = ScriptedUpstream.response(200, "[" + " ".repeat(10_000) + "]");
    try (ScriptedUpstream upstream =
        ScriptedUpstream.playing(
            out -> {
              for (byte each : whole) {
                out.write(each);
                out.flush();
                self.get().hold(5);
              }
            })) {
      self.set(upstream);
      assertIsSlow(upstream);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 404, 500, 503})
  void anyOtherStatusIsRubbish(int status) throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(status, "")) {
      UpstreamException failure = failureOf(api(upstream, AMPLE));

      assertThat(failure.kind()).isEqualTo(Kind.RUBBISH);
      assertThat(failure).hasMessageContaining("" + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Bad gateway</html>",
        "null",
        "{}",
        "{\"universities\": []}",
        "[1]",
        "[null]",
        "[[]]",
        "[] []",
        "[{}]",
        "[",
        "[{\"name\": 1, \"country\": \"x\", \"domains\": [], \"web_pages\": []}]",
        "[{\"name\": \"x\", \"country\": \"x\", \"domains\": [1], \"web_pages\": []}]",
        "[{\"name\": \"x\", \"country\": \"x\", \"domains\": \"x.de\", \"web_pages\": []}]"
      })
  void anAnswerThatIsNoArrayOfUniversitiesIsRubbish(String body) throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, body)) {
      assertThat(failureOf(api(upstream, AMPLE)).kind()).isEqualTo(Kind.RUBBISH);
    }
  }

  @Test
  void deepNestingIsRubbishAndNotAnOverflow() throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, "[".repeat(200_000))) {
      assertThat(failureOf(api(upstream, AMPLE)).kind()).isEqualTo(Kind.RUBBISH);
    }
  }

  @Test
  void somethingThatIsNoHttpIsAFailureToo() throws IOException {
    byte[] banner = "SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ScriptedUpstream upstream = ScriptedUpstream.playing(out -> out.write(banner))) {
      assertThat(failureOf(api(upstream, AMPLE)).kind()).isIn(Kind.RUBBISH, Kind.DOWN);
    }
  }

  @Test
  void anEndlessAnswerIsCutOffAtTheLimit() throws IOException {
    byte[] spaces = " ".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
    byte[] head = "HTTP/1.1 200 OK\r\n\r\n[".getBytes(StandardCharsets.US_ASCII);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.playing(
            out -> {
              out.write(head);
              while (true) {
                out.write(spaces);
              }
            })) {
      UpstreamException failure = failureOf(new UniversitiesApi(upstream.uri(), AMPLE, 100_000));

      assertThat(failure.kind()).isEqualTo(Kind.RUBBISH);
      assertThat(failure).hasMessageContaining("longer than 100000 bytes");
    }
  }

  @Test
  void anAnswerOfExactlyTheLimitIsRead() throws Exception {
    int length = TUM.getBytes(StandardCharsets.UTF_8).length;
    try (ScriptedUpstream upstream = ScriptedUpstream.answering(200, TUM)) {
      assertThat(new UniversitiesApi(upstream.uri(), AMPLE, length).search("Germany", null))
          .hasSize(1);
      assertThat(failureOf(new UniversitiesApi(upstream.uri(), AMPLE, length - 1)).kind())
          .isEqualTo(Kind.RUBBISH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "universities.hipolabs.com", "http://h/?x=1", "http:///x"})
  void aBaseThatIsNoHttpAddressIsRefused(String base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UniversitiesApi(URI.create(base)))
        .withMessageContaining("http://host:port");
  }

  private static void assertIsSlow(ScriptedUpstream upstream) {
    long start = System.nanoTime();
    UpstreamException failure = failureOf(api(upstream, SHORT));

    assertThat(failure.kind()).isEqualTo(Kind.SLOW);
    assertThat(failure).hasMessageContaining("300 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static UniversitiesApi api(ScriptedUpstream upstream, Duration deadline) {
    return new UniversitiesApi(upstream.uri(), deadline, 1 << 20);
  }

  private static UpstreamException failureOf(UniversitiesApi api) {
    return catchThrowableOfType(UpstreamException.class, () -> api.search("Germany", null));
  }
}
