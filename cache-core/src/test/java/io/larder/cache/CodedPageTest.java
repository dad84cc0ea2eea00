package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.codec.CodecException;
import io.larder.cache.coding.ContentCoding;
import io.larder.cache.coding.ContentCodings;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages whose body the cache has encoded. */
class CodedPageTest {

  private static final byte[] BODY = text(5_000);

  private static byte[] text(int length) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("Universität ").append(random.nextInt(1000)).append(", ");
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
  }

  private static Page page(String etag, byte[] body) {
    return etag == null
        ? new Page(200, new String[] {"Content-Type"}, new String[] {"text/plain"}, null, body)
        : new Page(
            200,
            new String[] {"etag", "Content-Type", "Vary"},
            new String[] {etag, "text/plain", "Accept-Language"},
            etag,
            body);
  }

  /** With another note, body, or line in place of what is there. */
  private static Page hostile(Page coded, String note, byte[] body) {
    return new Page(
            coded.status(),
            coded.names().toArray(String[]::new),
            coded.values().toArray(String[]::new),
            coded.etag(),
            body)
        .noted(List.of(note));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void isStoredAsItIsSentAndIsMadeOutAgain(String coding) throws Exception {
    Page coded = page("\"v1\"", BODY).encoded(coding);

    assertThat(coded.coding()).isEqualTo(coding);
    assertThat(coded.bodyLength()).isLessThan(BODY.length / 2);
    assertThat(coded.decodedLength()).isEqualTo(BODY.length);
    assertThat(coded.first("Content-Encoding")).isEqualTo(coding);
    assertThat(coded.names())
        .containsExactly("etag", "Content-Type", "Vary", "Content-Encoding", "Vary");
    assertThat(coded.etag()).matches("\"v1-" + coding + "-[0-9a-f]{8}\"");
    assertThat(coded.first("ETag")).isEqualTo(coded.etag());
    ContentCoding library = ContentCodings.find(coding);
    assertThat(library.token()).isEqualTo(coding);
    assertThat(library.decoder(new ByteArrayInputStream(coded.body())).readAllBytes())
        .isEqualTo(BODY);

    Page plain = coded.decoded();
    assertThat(plain.coding()).isNull();
    assertThat(plain.body()).isEqualTo(BODY);
    assertThat(plain.etag()).isEqualTo("\"v1\"");
    assertThat(plain.names()).containsExactly("etag", "Content-Type", "Vary", "Vary");
    assertThat(plain.values())
        .containsExactly("\"v1\"", "text/plain", "Accept-Language", "Accept-Encoding");
    assertThat(coded.decodedHead().values()).isEqualTo(plain.values());
    assertThat(plain.decoded()).isSameAs(plain);
    assertThat(page("\"v1\"", BODY).encodedLike(coded)).isEqualTo(coded);
  }

  @ParameterizedTest
  @CsvSource({
    "W/\"v1\", W/\"v1-gzip-",
    "\"\", \"-gzip-",
    "\"x-gzip\", \"x-gzip-gzip-",
    "odd, odd-gzip-"
  })
  void hasATagOfItsOwnThatIsAsStrong(String etag, String begins) {
    Page coded = page(etag, BODY).encoded("gzip");

    assertThat(coded.etag()).startsWith(begins);
    assertThat(coded.decoded().etag()).isEqualTo(etag);
    assertThat(page(null, BODY).encoded("gzip").etag()).isNull();
    assertThat(page(null, BODY).encoded("gzip").decoded().body()).isEqualTo(BODY);
  }

  @Test
  void hasATagThatIsThatOfItsBytes() {
    Page gzip = page("\"v1\"", BODY).encoded("gzip");
    byte[] longer = text(5_001);

    assertThat(page("\"v1\"", BODY).encoded("gzip").etag()).isEqualTo(gzip.etag());
    assertThat(page("\"v1\"", longer).encoded("gzip").etag()).isNotEqualTo(gzip.etag());
  }

  @Test
  void isLeftAsItIsWhereThatSavesNothing() {
    byte[] noise = new byte[4_000];
    new Random(1).nextBytes(noise);
    Page page = page("\"v1\"", noise);
    Page empty = page("\"v1\"", new byte[0]);
    Page zeros = page("\"v1\"", new byte[10_000_000]);

    assertThat(page.encoded("gzip")).isSameAs(page);
    assertThat(empty.encoded("gzip")).isSameAs(empty);
    assertThat(zeros.encoded("gzip")).as("a bomb").isSameAs(zeros);
    byte[] half = Arrays.copyOf(BODY, 10_000);
    System.arraycopy(noise, 0, half, 6_000, 4_000);
    assertThat(page("\"v1\"", half).encoded("gzip").coding()).isEqualTo("gzip");
  }

  @Test
  void keepsTheNotesOfOthers() {
    Page coded = page("\"v1\"", BODY).noted(List.of("unless:session", "a")).encoded("gzip");

    assertThat(coded.notes()).containsExactly("unless:session", "a", "coding:gzip 5000");
    assertThat(coded.decoded().notes()).containsExactly("unless:session", "a");
    assertThat(coded.decodedHead().notes()).containsExactly("unless:session", "a");
    assertThat(coded.noted(List.of("b")).notes()).containsExactly("b", "coding:gzip 5000");
    assertThat(coded.noted(List.of("b")).decoded().body()).isEqualTo(BODY);
    assertThat(page("\"v1\"", BODY).noted(List.of("b")).encodedLike(coded).notes())
        .containsExactly("b", "coding:gzip 5000");
  }

  @Test
  void isReadAsItWasWritten() {
    PageCodec codec = new PageCodec();
    Page coded = page("\"v1\"", BODY).encoded("gzip");
    Page read = codec.decode(ByteBuffer.wrap(codec.encode(coded)));

    assertThat(read).isEqualTo(coded);
    assertThat(read.coding()).isEqualTo("gzip");
    assertThat(read.decoded()).isEqualTo(coded.decoded());
  }

  @Test
  void cannotBeEncodedInWhatIsNotKnown() {
    assertThatThrownBy(() -> page("\"v1\"", BODY).encoded("compress"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compress");
    assertThat(ContentCodings.find("GZIP")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coding:gzip",
        "coding:",
        "coding:gzip -1",
        "coding:gzip 99999999999",
        "coding:gzip 4999",
        "coding:gzip 5001",
        "coding:br 5000",
        "coding:zstd 5000",
        "coding:lzma 5000"
      })
  void isNoPageIfItsNoteLies(String note) {
    Page coded = page("\"v1\"", BODY).encoded("gzip");

    Page hostile = hostile(coded, note, coded.body());
    assertThat(hostile.coding()).isNotNull();
    assertThatThrownBy(hostile::decoded).isInstanceOf(CodecException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void isNoPageIfItsBytesLie(String coding) {
    Page coded = page("\"v1\"", BODY).encoded(coding);
    byte[] bytes = coded.body();
    String note = "coding:" + coding + " 5000";
    byte[] turned = bytes.clone();
    turned[turned.length / 2] ^= 1;

    for (byte[] each : List.of(new byte[0], BODY, Arrays.copyOf(bytes, bytes.length - 1), turned)) {
      Page hostile = hostile(coded, note, each);
      if (coding.equals("br") && each == turned) {
        continue; // it has no checksum; the store's envelope has one
      }
      assertThatThrownBy(hostile::decoded).isInstanceOf(CodecException.class);
    }
    assertThat(hostile(coded, note, bytes).decoded().body()).isEqualTo(BODY);
  }

  @Test
  void isNoPageIfItWouldBecomeThousandTimesAsLong() {
    Page coded = page("\"v1\"", BODY).encoded("gzip");
    byte[] bomb = page("\"v1\"", new byte[1_000]).encoded("zstd").body();

    Page hostile = hostile(coded, "coding:gzip 999999999", bomb);
    assertThatThrownBy(hostile::decoded)
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("thousand times");
  }

  @Test
  void isNoPageIfItsHeadSaysOtherwise() {
    Page coded = page("\"v1\"", BODY).encoded("gzip");
    List<String> values = new ArrayList<>(coded.values());
    values.set(3, "br");
    Page other =
        new Page(
                200,
                coded.names().toArray(String[]::new),
                values.toArray(String[]::new),
                coded.etag(),
                coded.body())
            .noted(coded.notes());
    Page untagged =
        new Page(
                200,
                coded.names().toArray(String[]::new),
                coded.values().toArray(String[]::new),
                "\"v1\"",
                coded.body())
            .noted(coded.notes());

    assertThatThrownBy(other::decoded).isInstanceOf(CodecException.class);
    assertThatThrownBy(other::decodedHead).isInstanceOf(CodecException.class);
    assertThatThrownBy(untagged::decoded).isInstanceOf(CodecException.class);
  }
}
