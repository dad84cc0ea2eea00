package io.larder.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 14.6 and 15.3.7.2. */
class MultipartRangesTest {
  private static final String CONTENT = "0123456789abcdefghij";
  private static final String TYPE = "multipart/byteranges; boundary=b";

  @Test
  void itIsWrittenPieceByPieceAndAsLongAsItSays() {
    MultipartRanges ranges = ranges("text/plain", "x'y", range(0, 2), range(10, 11));
    assertThat(ranges.contentType()).isEqualTo("multipart/byteranges; boundary=\"x'y\"");
    byte[] body = write(ranges);
    assertThat(new String(body, ISO_8859_1))
        .isEqualTo(
            "--x'y\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-2/20\r\n\r\n012"
                + "\r\n--x'y\r\nContent-Type: text/plain\r\nContent-Range: bytes 10-11/20\r\n\r\nab"
                + "\r\n--x'y--\r\n");
    assertThat(ranges.length()).isEqualTo(body.length);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    MultipartRanges ranges = ranges("a/b; c=\u00e9", "x", range(5, 5), range(0, 3));
    byte[] body = write(ranges);
    List<MultipartParts.Part> parts = MultipartParts.read(ranges.contentType(), body).orElseThrow();
    assertThat(parts)
        .extracting(MultipartParts.Part::range)
        .containsExactly(ContentRange.of(range(5, 5), 20), ContentRange.of(range(0, 3), 20));
    assertThat(parts.get(0).contentType()).isEqualTo("a/b; c=\u00e9");
    assertThat(text(body, parts.get(1))).isEqualTo("0123");
  }

  @Test
  void aTypeThatWouldEndTheLineIsLeftOut() {
    for (String type : new String[] {"text/plain\r\nX: y", "a\nb", "a\u0000", "\u0141"}) {
      assertThat(new String(ranges(type, "x", range(0, 0)).head(0), ISO_8859_1))
          .isEqualTo("--x\r\nContent-Range: bytes 0-0/20\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\n", "a\"", "\u00e9"})
  void aBoundaryThatIsNoneIsRefused(String boundary) {
    assertThatThrownBy(() -> ranges(null, boundary, range(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ranges(null, "x".repeat(71), range(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeOutsideIsRefused() {
    assertThatThrownBy(() -> ranges(null, "x", range(0, 20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatLooksLikeABoundaryWithinAPartIsContent() {
    String bytes = "\r\n--b--\r\n";
    String body = "--b\r\nContent-Range: bytes 0-8/9\r\n\r\n" + bytes + "\r\n--b--\r\n";
    assertThat(read(TYPE, body).orElseThrow())
        .singleElement()
        .satisfies(it -> assertThat(text(body.getBytes(ISO_8859_1), it)).isEqualTo(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/byteranges; boundary=b",
        "Multipart/ByteRanges;boundary=\"b\"",
        "multipart/byteranges; x=\"a;b\"; boundary=b",
        "multipart/byteranges; BOUNDARY=b ; x=y"
      })
  void theBoundaryIsFound(String type) {
    assertThat(read(type, part("0-2/20", "012") + "\r\n--b--")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/byteranges",
        "multipart/byteranges;",
        "multipart/byteranges; boundary",
        "multipart/byteranges; boundary=",
        "multipart/byteranges; boundary=\"b",
        "multipart/byteranges; boundary=c",
        "multipart/mixed; boundary=b",
        "",
        ";=;="
      })
  void anotherTypeIsNotRead(String type) {
    assertThat(read(type, part("0-2/20", "012") + "\r\n--b--")).isEmpty();
  }

  @Test
  void preambleEpilogueAndPaddingDoNotCount() {
    String body = "hello\r\n--b \t\r\nContent-Range: bytes 0-2/20\r\n\r\n012\r\n--b--\r\nbye";
    assertThat(read(TYPE, body)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shorter than it says | 0-3/20 | 012",
        "longer than it says | 0-1/20 | 012",
        "no range | */20 | 012",
        "no valid range | 2-0/20 | 012"
      })
  void aPartThatIsNotAsItSaysSpoilsAll(String reason, String range, String bytes) {
    assertThat(read(TYPE, part(range, bytes) + "\r\n--b--")).as(reason).isEmpty();
    assertThat(read(TYPE, part("0-2/20", "012") + "\r\n" + part(range, bytes) + "\r\n--b--"))
        .as(reason)
        .isEmpty();
  }

  @Test
  void partsOfDifferentLengthsAndWhatIsCutShortAreNothing() {
    String two = part("0-2/20", "012") + "\r\n" + part("5-6/20", "56") + "\r\n--b--";
    assertThat(read(TYPE, two)).isPresent();
    assertThat(read(TYPE, two.replace("5-6/20", "5-6/21"))).isEmpty();
    assertThat(read(TYPE, two.replace("5-6/20", "5-6/*"))).isEmpty();
    for (int end = 0; end < two.length(); end++) {
      assertThat(read(TYPE, two.substring(0, end))).as("first %s bytes", end).isEmpty();
    }
    assertThat(read(TYPE, "--b--")).isEmpty();
  }

  @Test
  void aPartWithTwoContentRangesIsNothing() {
    assertThat(
            read(
                TYPE,
                "--b\r\nContent-Range: bytes 0-2/20\r\nContent-Range: bytes 1-3/20\r\n\r\n012"
                    + "\r\n--b--"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b\r\nContent-Range: bytes 0-1/20\r\n\r\n01XXXXX--",
        "--b\r\nContent-Range: bytes 0-4294967295/*\r\n\r\n\r\n--b--",
        "--bX\r\nContent-Range: bytes 0-1/20\r\n\r\n01\r\n--b--"
      })
  void whatOnlyLooksLikePartsIsNothing(String body) {
    assertThat(read(TYPE, body)).isEmpty();
  }

  @Test
  void moreThanTheMostPartsAreNothing() {
    String part = part("0-0/20", "0") + "\r\n";
    assertThat(read(TYPE, part.repeat(MultipartParts.MAX) + "--b--")).isPresent();
    assertThat(read(TYPE, part.repeat(MultipartParts.MAX + 1) + "--b--")).isEmpty();
  }

  @Property(tries = 2000)
  void noBodyAndNoTypeMakeItThrow(@ForAll("texts") String type, @ForAll("texts") String body) {
    read(type, body);
    read("multipart/byteranges;" + type, body);
    read(TYPE, body).ifPresent(parts -> assertThat(parts).isNotEmpty());
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "--b",
            "--",
            "\r\n",
            "\n",
            "Content-Range: bytes ",
            "0-2/20",
            "012",
            ": ",
            ";",
            "=",
            "boundary",
            "\"",
            "\\",
            "b",
            " ",
            "Content-Type:");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(20).map(it -> String.join("", it)),
        Arbitraries.strings().ofMaxLength(40));
  }

  private static Optional<List<MultipartParts.Part>> read(String type, String body) {
    return MultipartParts.read(type, body.getBytes(ISO_8859_1));
  }

  private static String part(String range, String bytes) {
    return "--b\r\nContent-Type: text/plain\r\ncontent-range: bytes " + range + "\r\n\r\n" + bytes;
  }

  private static String text(byte[] body, MultipartParts.Part part) {
    ByteRange range = part.range().range();
    assertThat(range).isNotNull();
    return new String(body, part.offset(), (int) range.length(), ISO_8859_1);
  }

  private static MultipartRanges ranges(String type, String boundary, ByteRange... ranges) {
    return MultipartRanges.of(List.of(ranges), CONTENT.length(), type, boundary);
  }

  private static ByteRange range(long first, long last) {
    return new ByteRange(first, last);
  }

  private static byte[] write(MultipartRanges ranges) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < ranges.ranges().size(); i++) {
      body.writeBytes(ranges.head(i));
      ByteRange range = ranges.ranges().get(i);
      body.writeBytes(
          CONTENT.substring((int) range.first(), (int) range.last() + 1).getBytes(ISO_8859_1));
    }
    body.writeBytes(ranges.tail());
    return body.toByteArray();
  }
}
