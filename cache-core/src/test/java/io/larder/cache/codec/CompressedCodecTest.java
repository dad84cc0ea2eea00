package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.larder.cache.codec.Compression.Format;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedCodecTest {

  record University(String name, List<String> domains) {}

  private static final String TEXT = "Universität Bonn, ".repeat(100);
  private static final Place PLACE = place(1 << 20);

  private static Place place(long maxBytes) {
    return new Place(bytes("shop:quotes:ACME"), maxBytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static Stream<Compression> formats() {
    return Stream.of(Compression.deflate(), Compression.zstd());
  }

  private static byte form(byte[] encoded) {
    assertThat(encoded[0]).isEqualTo(Frame.MARK);
    return encoded[1];
  }

  private static <V> void assertUnreadable(Codec<V> codec, byte[] bytes, Place place) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes), place));
  }

  @Provide
  Arbitrary<Compression> compressions() {
    return Arbitraries.of(Format.class).map(format -> new Compression(format, 1));
  }

  @Provide
  Arbitrary<byte[]> values() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    Arbitrary<byte[]> repeating =
        Arbitraries.bytes().between((byte) 0, (byte) 1).array(byte[].class).ofMaxSize(3_000);
    Arbitrary<byte[]> marked =
        any.map(
            bytes -> {
              byte[] longer = new byte[bytes.length + 2];
              System.arraycopy(bytes, 0, longer, 2, bytes.length);
              longer[0] = Frame.MARK;
              longer[1] = (byte) (bytes.length % 5);
              return longer;
            });
    return Arbitraries.oneOf(any, repeating, marked);
  }

  @Property
  void bytesComeBackAsTheyWereWhateverIsSetNow(
      @ForAll("values") byte[] value,
      @ForAll("compressions") Compression written,
      @ForAll("compressions") Compression set) {
    byte[] encoded = Codecs.bytes().compressed(written).encode(value, PLACE);
    Codec<byte[]> codec = Codecs.bytes().compressed(set);

    assertThat(encoded.length).isLessThanOrEqualTo(value.length + Frame.HEADER);
    assertThat(codec.decode(ByteBuffer.wrap(encoded), PLACE)).isEqualTo(value);
    assertThat(codec.decode(ByteBuffer.wrap(encoded))).isEqualTo(value);
    assertThat(Codecs.bytes().compressed(written).encode(value)).isEqualTo(encoded);
  }

  @Property
  void textAndJsonComeBackAsTheyWere(
      @ForAll("texts") String text, @ForAll("compressions") Compression set) {
    University university = new University(text, List.of(text, text));
    Codec<University> json = Codecs.json(University.class).compressed(set);
    Codec<String> utf8 = Codecs.utf8().compressed(set);

    assertThat(json.decode(ByteBuffer.wrap(json.encode(university, PLACE)), PLACE))
        .isEqualTo(university);
    assertThat(utf8.decode(ByteBuffer.wrap(utf8.encode(text, PLACE)), PLACE)).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange(' ', '\u04FF').ofMaxLength(1_000);
  }

  @Property
  void hostileBytesAreReadAsAValueOrNotAtAll(@ForAll("values") byte[] bytes) {
    Codec<byte[]> codec = Codecs.bytes().compressed(Compression.NONE);
    try {
      assertThat(codec.decode(ByteBuffer.wrap(bytes), PLACE).length).isLessThanOrEqualTo(1 << 20);
    } catch (CodecException e) {
      assertThat(bytes[0]).isEqualTo(Frame.MARK);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void onlyWhatIsAsLongAsTheThresholdIsCompressed(Compression compression) {
    Codec<byte[]> codec = Codecs.bytes().compressed(compression.from(500));
    byte[] small = new byte[499];
    byte[] large = new byte[500];

    assertThat(codec.encode(small, PLACE)).isEqualTo(small);
    assertThat(codec.encode(large, PLACE)).hasSizeLessThan(100);
    assertThat(compression.threshold()).isEqualTo(1024);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatDoesNotBecomeSmallerByATenthStaysAsItIs(Compression compression) {
    Codec<byte[]> codec = Codecs.bytes().compressed(compression);
    for (int length : new int[] {1024, 5_000, 100_000}) {
      byte[] random = random(length);
      assertThat(codec.encode(random, PLACE)).isEqualTo(random);

      byte[] partly = random.clone();
      Arrays.fill(partly, 0, length / 20, (byte) 0);
      assertThat(codec.encode(partly, PLACE)).isEqualTo(partly);

      Arrays.fill(partly, 0, length / 4, (byte) 0);
      assertThat(codec.encode(partly, PLACE)).hasSizeLessThan(length - length / 10);
    }
  }

  @Test
  void theFormatIsTheOneThatIsSet() {
    byte[] text = bytes(TEXT);
    Codec<byte[]> bytes = Codecs.bytes();

    assertThat(form(bytes.compressed(Compression.deflate()).encode(text, PLACE)))
        .isEqualTo(Frame.DEFLATE);
    assertThat(form(bytes.compressed(Compression.zstd()).encode(text, PLACE)))
        .isEqualTo(Frame.ZSTD);
    assertThat(bytes.compressed(Compression.NONE).encode(text, PLACE)).isEqualTo(text);
  }

  @Test
  void whatBeginsLikeAMarkIsToldFromOne() {
    byte[] compressed = Codecs.utf8().compressed(Compression.deflate()).encode(TEXT, PLACE);
    Codec<byte[]> codec = Codecs.bytes().compressed(Compression.NONE);
    byte[] stored = codec.encode(compressed, PLACE);

    assertThat(form(stored)).isEqualTo(Frame.AS_IS);
    assertThat(codec.decode(ByteBuffer.wrap(stored), PLACE)).isEqualTo(compressed);
    assertThat(codec.decode(ByteBuffer.wrap(compressed), PLACE)).isEqualTo(bytes(TEXT));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void onlyWhatRemainsInTheBufferIsRead(Compression compression) {
    Codec<String> codec = Codecs.utf8().compressed(compression);
    byte[] encoded = codec.encode(TEXT, PLACE);
    ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length + 10);
    direct.position(5).put(encoded).flip().position(5);

    for (ByteBuffer bytes :
        List.of(
            direct.duplicate(),
            direct.slice(),
            direct.asReadOnlyBuffer(),
            ByteBuffer.allocate(direct.limit()).put(5, encoded).position(5),
            ByteBuffer.allocate(direct.limit()).put(5, encoded).position(5).slice())) {
      assertThat(codec.decode(bytes, PLACE)).isEqualTo(TEXT);
    }
  }

  @Test
  void whatIsKnownOfTheValuesIsKnownStill() {
    Codec<String> text = Codecs.utf8().compressed(Compression.deflate());
    Codec<University> json = Codecs.json(University.class).compressed(Compression.deflate());

    assertThat(text.sized()).isTrue();
    assertThat(text.sizeOf("é")).isEqualTo(Codecs.utf8().sizeOf("é"));
    assertThat(json.sized()).isFalse();
    assertThat(json.schema()).isEqualTo(Codecs.json(University.class).schema());
    assertThat(text)
        .isEqualTo(Codecs.utf8().compressed(Compression.deflate()))
        .isNotEqualTo(Codecs.utf8().compressed(Compression.zstd()));
  }

  @Test
  void whatWasSaidFirstHolds() {
    Codec<String> codec = Codecs.utf8().compressed(Compression.NONE);

    assertThat(codec.compressed(Compression.deflate())).isSameAs(codec);
  }

  @Nested
  class Bombs {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What somebody writes who can write to the store. */
    private byte[] frame(byte form, int says, byte[] packed) {
      return ByteBuffer.allocate(6 + packed.length)
          .put(Frame.MARK)
          .put(form)
          .putInt(says)
          .put(packed)
          .array();
    }

    private byte[] deflated(int length) {
      Deflater deflater = new Deflater(9);
      deflater.setInput(new byte[length]);
      deflater.finish();
      byte[] out = new byte[length / 900 + 100];
      int packed = deflater.deflate(out);
      assertThat(deflater.finished()).isTrue();
      deflater.end();
      return Arrays.copyOf(out, packed);
    }

    private void assertRefusedAtOnce(byte[] bytes, Place place) {
      Codec<byte[]> codec = Codecs.bytes().compressed(Compression.NONE);
      assertUnreadable(codec, bytes, place); // by now all is loaded
      long before = threads.getCurrentThreadAllocatedBytes();
      assertUnreadable(codec, bytes, place);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .isLessThan(place.maxBytes() + 100_000);
    }

    @Test
    void whatIsLongerThanItsPlaceAllowsIsRefused() {
      byte[] value = Arrays.copyOf(random(5_000), 100_000);
      for (Compression each : formats().toList()) {
        Codec<byte[]> codec = Codecs.bytes().compressed(each);
        byte[] encoded = codec.encode(value, PLACE);

        assertThat(codec.decode(ByteBuffer.wrap(encoded), place(100_000))).isEqualTo(value);
        assertUnreadable(codec, encoded, place(99_999));
        assertRefusedAtOnce(encoded, place(10_000));
      }
    }

    @Test
    void whatSaysLessThanItHoldsIsRefused() {
      for (int says : new int[] {0, 1, 1_000, 99_999, 100_001}) {
        assertRefusedAtOnce(frame(Frame.DEFLATE, says, deflated(100_000)), PLACE);
      }
      byte[] zstd = com.github.luben.zstd.Zstd.compress(Arrays.copyOf(random(500), 100_000));
      for (int says : new int[] {0, 1, 1_000, 99_999, 100_001}) {
        assertRefusedAtOnce(frame(Frame.ZSTD, says, zstd), PLACE);
      }
      assertThat(
              Codecs.bytes()
                  .compressed(Compression.NONE)
                  .decode(ByteBuffer.wrap(frame(Frame.ZSTD, 100_000, zstd)), PLACE))
          .hasSize(100_000);
    }

    @Test
    void whatSaysAThousandTimesWhatIsThereIsRefusedWhateverThePlaceAllows() {
      Place wide = place(1 << 29);
      byte[] little = deflated(50_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (byte form : new byte[] {Frame.DEFLATE, Frame.ZSTD}) {
        for (int says : new int[] {1 << 29, 500_000_000, Integer.MAX_VALUE, -1, 1 << 31}) {
          assertUnreadable(
              Codecs.bytes().compressed(Compression.NONE), frame(form, says, little), wide);
          assertThatExceptionOfType(CodecException.class)
              .isThrownBy(
                  () ->
                      Codecs.bytes()
                          .compressed(Compression.NONE)
                          .decode(ByteBuffer.wrap(frame(form, says, little))));
        }
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void whatWouldBeRefusedSoIsNotWrittenSo(Format format) {
      Codec<byte[]> codec = Codecs.bytes().compressed(new Compression(format, 1));
      for (int length : new int[] {1 << 15, 1 << 20, 5 << 20}) {
        byte[] zeros = new byte[length];
        byte[] encoded = codec.encode(zeros, place(8 << 20));
        assertThat(codec.decode(ByteBuffer.wrap(encoded), place(8 << 20))).isEqualTo(zeros);
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "ZSTD"})
    void whatIsTooLongForItsPlaceIsNotCompressedSoThatTheStoreRefusesIt(Format format) {
      Codec<byte[]> codec = Codecs.bytes().compressed(new Compression(format, 1));
      byte[] value = Arrays.copyOf(random(50), 1_000);

      assertThat(codec.encode(value, place(999))).hasSize(1_000);
      assertThat(codec.encode(value, place(1_000))).hasSizeLessThan(200);
    }
  }

  @Nested
  class Damage {

    @ParameterizedTest
    @MethodSource("io.larder.cache.codec.CompressedCodecTest#formats")
    void whatIsCutOffCannotBeRead(Compression compression) {
      Codec<byte[]> codec = Codecs.bytes().compressed(compression);
      byte[] encoded = codec.encode(bytes(TEXT), PLACE);
      for (int length = 1; length < encoded.length; length++) {
        assertUnreadable(codec, Arrays.copyOf(encoded, length), PLACE);
      }
      assertUnreadable(codec, Arrays.copyOf(encoded, encoded.length + 1), PLACE);
    }

    /** The two bytes of the mark are for the store's checksum, as are all of plain values. */
    @ParameterizedTest
    @MethodSource("io.larder.cache.codec.CompressedCodecTest#formats")
    void aFlippedBitIsNoticedOrChangesNothing(Compression compression) {
      Codec<byte[]> codec = Codecs.bytes().compressed(compression);
      byte[] text = bytes(TEXT);
      byte[] encoded = codec.encode(text, PLACE);
      for (int at = Frame.HEADER; at < encoded.length; at++) {
        for (int bits = 1; bits < 256; bits++) {
          byte[] damaged = encoded.clone();
          damaged[at] ^= (byte) bits;
          try {
            assertThat(codec.decode(ByteBuffer.wrap(damaged), PLACE)).isEqualTo(text);
          } catch (CodecException e) {
            assertThat(e).hasMessageStartingWith("a compressed value that is ");
          }
        }
      }
    }

    @ParameterizedTest
    @MethodSource("io.larder.cache.codec.CompressedCodecTest#formats")
    void ofTextAndJsonTheMarkCanBeDamagedToo(Compression compression) {
      Codec<String> utf8 = Codecs.utf8().compressed(compression);
      Codec<University> json = Codecs.json(University.class).compressed(compression);
      byte[] text = utf8.encode(TEXT, PLACE);
      byte[] university = json.encode(new University(TEXT, List.of()), PLACE);
      for (int at = 0; at < Frame.HEADER; at++) {
        for (int bits = 1; bits < 256; bits++) {
          byte[] damaged = text.clone();
          damaged[at] ^= (byte) bits;
          assertUnreadable(utf8, damaged, PLACE);
          damaged = university.clone();
          damaged[at] ^= (byte) bits;
          assertUnreadable(json, damaged, PLACE);
        }
      }
    }

    @Test
    void whatALaterVersionWritesCannotBeRead() {
      Codec<byte[]> codec = Codecs.bytes().compressed(Compression.deflate());
      for (int form = -128; form < 128; form++) {
        if (form != Frame.AS_IS) {
          assertUnreadable(codec, new byte[] {Frame.MARK, (byte) form, 0, 0, 0, 3, 1, 2}, PLACE);
        }
      }
      assertUnreadable(codec, new byte[] {Frame.MARK}, PLACE);
    }
  }
}
