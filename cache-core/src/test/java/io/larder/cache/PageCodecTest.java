package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import io.larder.cache.codec.Compression;
import io.larder.cache.codec.Place;
import io.larder.cache.codec.SealingKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PageCodecTest {

  private final PageCodec codec = new PageCodec();

  private static Page page() {
    return new Page(
        200,
        new String[] {"Content-Type", "ETag"},
        new String[] {"application/json", "\"abc\""},
        "\"abc\"",
        "[{\"name\":\"Côte d'Ivoire\"}]".getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<Page> pages() {
    Arbitrary<String> texts =
        Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(40);
    Arbitrary<String> tags =
        Arbitraries.strings()
            .withCharRange(' ', '\u00ff')
            .withChars('\t')
            .excludeChars('\u007f')
            .ofMaxLength(40);
    Arbitrary<String[]> fields =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .excludeChars(':')
            .ofMinLength(1)
            .ofMaxLength(40)
            .array(String[].class)
            .ofMaxSize(12);
    Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000);
    Arbitrary<List<String>> notes = texts.list().ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.integers().between(200, 599), fields, tags.injectNull(0.3), notes, bodies)
        .as(
            (status, names, etag, noted, body) -> {
              String[] values = names.clone();
              for (int i = 0; i < values.length; i++) {
                values[i] = "value of " + names[names.length - 1 - i];
              }
              return new Page(status, names, values, etag, body).noted(noted);
            });
  }

  private static char[] surrogates() {
    char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < surrogates.length; i++) {
      surrogates[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return surrogates;
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("pages") Page page) {
    byte[] bytes = codec.encode(page);
    assertThat(codec.decode(ByteBuffer.wrap(bytes))).isEqualTo(page);
    assertThat(codec.decode(ByteBuffer.wrap(bytes)).etag()).isEqualTo(page.etag());
  }

  @Property(tries = 200)
  void whatIsCompressedAndSealedIsRead(@ForAll("pages") Page page) {
    Place place = new Place("shop:http://a/".getBytes(StandardCharsets.UTF_8), 1 << 20);
    byte[] key = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    Codec<Page> compressed = codec.compressed(Compression.deflate().from(1));
    for (Codec<Page> each : List.of(compressed, compressed.sealed(SealingKeys.of(key)))) {
      byte[] bytes = each.encode(page, place);
      assertThat(each.decode(ByteBuffer.wrap(bytes), place)).isEqualTo(page);
    }
  }

  @Example
  void whoKnowsNoNotesFindsNoPageWithThem() {
    byte[] plain = codec.encode(page());
    byte[] noted = codec.encode(page().noted(List.of("for nobody with a session")));
    assertThat(plain[0]).isEqualTo((byte) 1);
    assertThat(noted[0]).isEqualTo((byte) 2);
    assertThat(codec.decode(ByteBuffer.wrap(noted)).notes())
        .containsExactly("for nobody with a session");
    assertThat(codec.decode(ByteBuffer.wrap(noted))).isNotEqualTo(page());
  }

  @Property
  void aPartOfABufferOfAnyKindIsRead(@ForAll("pages") Page page) {
    byte[] bytes = codec.encode(page);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 9).position(4);
    direct.put(bytes).flip().position(4);
    assertThat(codec.decode(direct.asReadOnlyBuffer())).isEqualTo(page);
    assertThat(codec.decode(direct.slice())).isEqualTo(page);
  }

  @Property
  void aPageThatWasReadWritesItsBodyOut(@ForAll("pages") Page page) throws IOException {
    Page read = codec.decode(ByteBuffer.wrap(codec.encode(page)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    read.writeBody(out);
    assertThat(out.toByteArray()).isEqualTo(page.body()).isEqualTo(read.body());
    assertThat(read.bodyLength()).isEqualTo(page.body().length);
    assertThat(read.bodyBuffer()).isEqualTo(page.bodyBuffer());
    assertThat(read).hasSameHashCodeAs(page);
    assertThat(codec.encode(read)).isEqualTo(codec.encode(page));
  }

  @Property
  void whatStandsBehindAPageIsNoPartOfIt(@ForAll("pages") Page page) {
    byte[] bytes = codec.encode(page);
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 5));
    assertThat(codec.decode(longer.limit(bytes.length))).isEqualTo(page);
  }

  @Property
  void theBodyStandsAtTheEndAsItIs(@ForAll("pages") Page page) {
    byte[] bytes = codec.encode(page);
    byte[] end = Arrays.copyOfRange(bytes, bytes.length - page.body().length, bytes.length);
    assertThat(end).isEqualTo(page.body());
  }

  @Property
  void theSizeCountsTheTextsAndTheBody(@ForAll("pages") Page page) {
    int texts = 0;
    for (int i = 0; i < page.fieldCount(); i++) {
      texts += page.name(i).length() + page.value(i).length();
    }
    assertThat(codec.sizeOf(page).orElseThrow())
        .isGreaterThanOrEqualTo(page.body().length + texts)
        .isLessThanOrEqualTo(page.body().length + texts + 96L * page.fieldCount() + 1_024);
  }

  private void assertReadOrRefused(byte[] bytes) {
    try {
      Page page = codec.decode(ByteBuffer.wrap(bytes));
      assertThat(page.status()).isBetween(100, 599);
      assertThat(page.fieldCount()).isLessThanOrEqualTo(bytes.length);
    } catch (CodecException e) {
      assertThat(e).hasMessageStartingWith("a page");
    }
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    assertReadOrRefused(bytes);
  }

  @Property
  void anyBytesAfterAGoodHeadAreReadOrRefused(@ForAll byte[] bytes, @ForAll byte count) {
    ByteBuffer head = ByteBuffer.allocate(6 + bytes.length);
    head.put((byte) 1).putShort((short) 200).put((byte) (count & 1)).putShort(count).put(bytes);
    assertReadOrRefused(head.array());
  }

  @Property
  void aPageWithAnyByteChangedIsReadOrRefused(
      @ForAll("pages") Page page, @ForAll @IntRange(max = 1 << 20) int at, @ForAll byte to) {
    byte[] bytes = codec.encode(page);
    bytes[at % bytes.length] = to;
    assertReadOrRefused(bytes);
  }

  @Property
  void aPageCutShortIsReadOrRefused(
      @ForAll("pages") Page page, @ForAll @IntRange(max = 1 << 20) int at) {
    byte[] bytes = codec.encode(page);
    assertReadOrRefused(Arrays.copyOf(bytes, at % bytes.length));
  }

  @Example
  void aPageThatEndsInItsHeadIsRefused() {
    byte[] bytes = codec.encode(page());
    int head = bytes.length - page().body().length;
    for (int length = 0; length < head; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(cut)))
          .as("cut to %d bytes", length)
          .isInstanceOf(CodecException.class);
    }
    assertThat(codec.decode(ByteBuffer.wrap(bytes))).isEqualTo(page());
  }

  @Example
  void countsAndLengthsThatTheBytesCannotHoldAllocateNothing() {
    byte[] manyFields = {1, 0, (byte) 200, 0, (byte) 0xFF, (byte) 0xFE, 0, 0, 0, 0};
    byte[] longField = {1, 0, (byte) 200, 1, 0, 1, 0x7F, -1, -1, -1, 'x'};
    byte[] negative = {1, 0, (byte) 200, 1, 0, 1, -1, -1, -1, -1, 'x'};
    for (byte[] hostile : new byte[][] {manyFields, longField, negative}) {
      assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(hostile)))
          .isInstanceOf(CodecException.class)
          .hasNoCause();
    }
  }

  @Example
  void anotherVersionAndAHeadOutOfRangeAreRefused() {
    for (int at : new int[] {0, 1, 3}) {
      byte[] bytes = codec.encode(page());
      bytes[at] = 9;
      assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes)))
          .isInstanceOf(CodecException.class);
    }
  }

  @Property
  void aFieldThatIsNoneIsRefused(
      @ForAll @IntRange(max = 0xD7FF) int character, @ForAll boolean inName) {
    String hostile = "X-A" + (char) character + "Set-Cookie: a=b";
    String name = inName ? hostile : "X-A";
    String value = inName ? "b" : hostile;
    Page page = new Page(200, new String[] {name}, new String[] {value}, null, new byte[3]);
    byte[] bytes = codec.encode(page);
    boolean isValue =
        character == '\t' || (character >= ' ' && character != 0x7F && character <= 0xFF);
    if (!inName && isValue) {
      assertThat(codec.decode(ByteBuffer.wrap(bytes))).isEqualTo(page);
    } else {
      assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes)))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("a page with a field");
    }
  }

  @Example
  void lineBreaksInFieldsAndTagsAreRefused() {
    for (String hostile : List.of("a\r\nSet-Cookie: a=b", "a\n b", "a\0", "\u010A", "\u010D")) {
      Page inValue = new Page(200, new String[] {"X"}, new String[] {hostile}, null, new byte[0]);
      Page inTag = new Page(200, new String[0], new String[0], hostile, new byte[0]);
      for (Page page : List.of(inValue, inTag)) {
        byte[] bytes = codec.encode(page);
        assertThatThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes)))
            .isInstanceOf(CodecException.class);
      }
    }
  }

  @Example
  void tooManyFieldsAreRefused() {
    String[] many = new String[40_000];
    Arrays.fill(many, "x");
    assertThatThrownBy(() -> codec.encode(new Page(200, many, many, null, new byte[0])))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("40000 fields");
  }
}
