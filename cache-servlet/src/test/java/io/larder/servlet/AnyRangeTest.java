package io.larder.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.http.ByteRange;
import io.larder.http.ContentRange;
import io.larder.servlet.testing.RawClient;
import io.larder.servlet.testing.RawResponse;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever anybody sends as a range, over HTTP. */
class AnyRangeTest {
  private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static Site site;
  private static RawClient client;

  @BeforeContainer
  static void start() throws Exception {
    site =
        Site.of(
                (request, response) -> {
                  response.setContentType("text/plain");
                  response.getOutputStream().write(TEXT.getBytes(StandardCharsets.ISO_8859_1));
                })
            .rules("/* ttl=1d")
            .start();
    site.get("/a");
    client = new RawClient(site.container.base());
  }

  @AfterContainer
  static void stop() throws Exception {
    client.close();
    site.close();
  }

  @Property(tries = 1000)
  void neverFailsAndEachPartIsARightSlice(@ForAll("values") String value) throws Exception {
    client.send("GET", "/a", "Range: " + value);
    RawResponse response = client.read("GET");

    assertThat(response.complete()).isTrue();
    switch (response.status()) {
      case 200 -> assertThat(response.text()).isEqualTo(TEXT);
      case 206 -> {
        String type = response.first("Content-Type");
        if (type.startsWith("multipart/byteranges")) {
          assertParts(response.text(), type.replaceAll(".*boundary=\"?([^\"]*)\"?", "$1"));
        } else {
          assertSlice(response.first("Content-Range"), response.text());
        }
      }
      case 416 -> {
        assertThat(response.first("Content-Range")).isEqualTo("bytes */36");
        assertThat(response.body()).isEmpty();
      }
      default -> throw new AssertionError(response.statusLine());
    }
  }

  private static void assertParts(String body, String boundary) {
    String[] parts = body.split("(\r\n)?--" + boundary, -1);
    assertThat(parts).hasSizeBetween(4, 34).startsWith("").endsWith("--\r\n");
    int bytes = 0;
    for (int i = 1; i < parts.length - 1; i++) {
      String[] part = parts[i].split("\r\n\r\n", 2);
      assertThat(part[0]).startsWith("\r\nContent-Type: text/plain");
      assertSlice(part[0].replaceAll("(?s).*Content-Range: ", ""), part[1]);
      bytes += part[1].length();
    }
    assertThat(bytes).isLessThanOrEqualTo(TEXT.length());
  }

  private static void assertSlice(String contentRange, String slice) {
    ContentRange said = ContentRange.parse(contentRange).orElseThrow();
    assertThat(said.total()).isEqualTo(TEXT.length());
    ByteRange range = said.range();
    assertThat(slice).isEqualTo(TEXT.substring((int) range.first(), (int) range.last() + 1));
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> number =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 40).map(String::valueOf)),
            Tuple.of(
                2,
                Arbitraries.of(
                    "", "99999999999999999999", "x", "-1", " 3", "9223372036854775807")));
    Arbitrary<String> member =
        Combinators.combine(number, Arbitraries.of("-", "-", "-", "", "--"), number)
            .as((first, dash, last) -> first + dash + last);
    Arbitrary<String> list =
        Combinators.combine(
                Arbitraries.of("bytes=", "bytes=", "BYTES=", "bytes =", "lines=", ""),
                member.list().ofMaxSize(40),
                Arbitraries.of(",", ", ", ",,", " ,\t"))
            .as((unit, members, comma) -> unit + String.join(comma, members));
    Arbitrary<String> text = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60);
    return Arbitraries.oneOf(list, list, text);
  }
}
