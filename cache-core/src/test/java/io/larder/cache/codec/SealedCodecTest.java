package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SealedCodecTest {

  record Person(String name, int age) {}

  private static final SealingKeys KEYS = SealingKeys.of(secret(1, 32));
  private static final Place PLACE = place("shop:people:1");
  private static final String TEXT = "the secret of nobody else";

  private final Codec<String> codec = Codecs.utf8().sealed(KEYS);

  private static byte[] secret(int seed, int bytes) {
    byte[] secret = new byte[bytes];
    new java.util.Random(seed).nextBytes(secret);
    return secret;
  }

  private static Place place(String key) {
    return new Place(bytes(key), 1 << 20);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static <V> void assertUnreadable(Codec<V> codec, byte[] bytes, Place place) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(ByteBuffer.wrap(bytes), place));
  }

  @Property(tries = 300)
  void bytesComeBackAsTheyWere(
      @ForAll @Size(max = 200) byte[] value, @ForAll @Size(max = 60) byte[] key) {
    for (int bits : new int[] {128, 192, 256}) {
      Codec<byte[]> sealed = Codecs.bytes().sealed(SealingKeys.of(secret(bits, bits / 8)));
      Place place = new Place(key, 1 << 20);
      byte[] encoded = sealed.encode(value, place);

      assertThat(encoded).hasSize(value.length + 34);
      assertThat(sealed.decode(ByteBuffer.wrap(encoded), place)).isEqualTo(value);
    }
  }

  @Property(tries = 100)
  void textJsonAndWhatIsCompressedComeBackAsTheyWere(@ForAll @Size(max = 200) List<Integer> ages) {
    List<Person> people = ages.stream().map(age -> new Person("Ada", age)).toList();
    Codec<List<Person>> json = Codecs.json(new TypeToken<List<Person>>() {});
    for (Compression each : List.of(Compression.deflate().from(1), Compression.zstd().from(1))) {
      Codec<List<Person>> sealed = json.compressed(each).sealed(KEYS);
      assertThat(sealed.decode(ByteBuffer.wrap(sealed.encode(people, PLACE)), PLACE))
          .isEqualTo(people);
    }
    String text = people.toString();
    assertThat(codec.decode(ByteBuffer.wrap(codec.encode(text, PLACE)), PLACE)).isEqualTo(text);
  }

  @Test
  void nothingOfTheValueIsToBeSeenAndNoTwoAreAlike() {
    byte[] encoded = codec.encode(TEXT.repeat(10), PLACE);

    assertThat(text(encoded)).doesNotContain("secret", "nobody", "people");
    Set<ByteBuffer> all = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      // The header is that of the key; the nonce and all that follows differ.
      byte[] again = codec.encode(TEXT.repeat(10), PLACE);
      assertThat(all.add(ByteBuffer.wrap(again, 6, 12))).isTrue();
      assertThat(Arrays.copyOfRange(again, 18, 40))
          .isNotEqualTo(Arrays.copyOfRange(encoded, 18, 40));
    }
  }

  @Test
  void underAnotherKeyItCannotBeRead() {
    byte[] encoded = codec.encode(TEXT, PLACE);

    assertThat(codec.decode(ByteBuffer.wrap(encoded), place("shop:people:1"))).isEqualTo(TEXT);
    for (String other :
        List.of("shop:people:2", "shop:people:", "", "other:people:1", "hop:people:1")) {
      assertUnreadable(codec, encoded, place(other));
    }
  }

  @Test
  void aFlippedBitAnywhereMakesItUnreadable() {
    byte[] encoded = codec.encode(TEXT, PLACE);
    for (int at = 0; at < encoded.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = encoded.clone();
        damaged[at] ^= (byte) (1 << bit);
        assertUnreadable(codec, damaged, PLACE);
      }
    }
  }

  @Test
  void whatIsCutOffOrLongerCannotBeRead() {
    byte[] encoded = codec.encode(TEXT, PLACE);
    for (int length = 0; length < encoded.length; length++) {
      assertUnreadable(codec, Arrays.copyOf(encoded, length), PLACE);
    }
    assertUnreadable(codec, Arrays.copyOf(encoded, encoded.length + 1), PLACE);
  }

  /** Else who can write to the store could write what he likes, unsealed. */
  @Test
  void whatIsNotSealedCannotBeRead() {
    assertUnreadable(codec, bytes(TEXT.repeat(4)), PLACE);
    assertUnreadable(
        codec, Codecs.utf8().compressed(Compression.deflate().from(1)).encode(TEXT, PLACE), PLACE);
    assertUnreadable(
        Codecs.utf8().compressed(Compression.NONE).sealed(KEYS), bytes(TEXT.repeat(4)), PLACE);
  }

  @Test
  void withoutKeysItCannotBeRead() {
    Codec<byte[]> keyless = Codecs.bytes().compressed(Compression.NONE);

    assertUnreadable(keyless, codec.encode(TEXT, PLACE), PLACE);
  }

  @Test
  void withoutAPlaceNothingIsWrittenOrRead() {
    byte[] encoded = codec.encode(TEXT, PLACE);

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.encode(TEXT))
        .withMessageContaining("Place");
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(ByteBuffer.wrap(encoded)))
        .withMessageContaining("Place");
  }

  @Test
  void onlyWhatRemainsInTheBufferIsRead() {
    byte[] encoded = codec.encode(TEXT, PLACE);
    ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length + 5).position(5).put(encoded);
    direct.flip().position(5);

    for (ByteBuffer bytes :
        List.of(
            direct,
            direct.asReadOnlyBuffer(),
            ByteBuffer.allocate(direct.limit()).put(5, encoded).position(5),
            ByteBuffer.allocate(direct.limit()).put(5, encoded).position(5).slice())) {
      assertThat(codec.decode(bytes, PLACE)).isEqualTo(TEXT);
    }
  }

  @Test
  void valuesAreCompressedBeforeTheyAreSealedInWhicheverOrderItIsSaid() {
    String text = TEXT.repeat(100);
    for (Codec<String> each :
        List.of(
            Codecs.utf8().compressed(Compression.deflate()).sealed(KEYS),
            Codecs.utf8().sealed(KEYS).compressed(Compression.deflate()))) {
      byte[] encoded = each.encode(text, PLACE);

      assertThat(encoded).hasSizeLessThan(200);
      assertThat(encoded[1]).isEqualTo(Frame.SEALED);
      assertThat(each.decode(ByteBuffer.wrap(encoded), PLACE)).isEqualTo(text);
      // Compressed or not, both are read.
      assertThat(
              each.decode(
                  ByteBuffer.wrap(
                      Codecs.utf8().compressed(Compression.NONE).sealed(KEYS).encode(text, PLACE)),
                  PLACE))
          .isEqualTo(text);
    }
  }

  @Test
  void aBombUnderTheSealIsRefusedToo() {
    Codec<byte[]> both = Codecs.bytes().compressed(Compression.deflate()).sealed(KEYS);
    byte[] encoded = both.encode(Arrays.copyOf(secret(1, 500), 100_000), PLACE);

    assertThat(both.decode(ByteBuffer.wrap(encoded), PLACE)).hasSize(100_000);
    assertUnreadable(both, encoded, new Place(PLACE.key(), 99_999));
  }

  @Test
  void whatWasSaidFirstHolds() {
    assertThat(codec.sealed(SealingKeys.of(secret(2, 16)))).isSameAs(codec);
  }

  @Test
  void whatIsKnownOfTheValuesIsKnownStill() {
    Codec<Person> json = Codecs.json(Person.class);

    assertThat(codec.sized()).isTrue();
    assertThat(codec.sizeOf("é")).isEqualTo(Codecs.utf8().sizeOf("é"));
    assertThat(json.sealed(KEYS).sized()).isFalse();
    assertThat(json.sealed(KEYS).schema()).isEqualTo(json.schema());
    assertThat(codec).isEqualTo(Codecs.utf8().sealed(KEYS));
  }
}
