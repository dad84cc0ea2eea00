package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

  @Property
  void bytesComeBackAsTheyWere(@ForAll byte[] value) {
    byte[] encoded = Codecs.bytes().encode(value);

    assertThat(encoded).isEqualTo(value).isNotSameAs(value);
    assertThat(Codecs.bytes().decode(ByteBuffer.wrap(encoded))).isEqualTo(value);
  }

  @Test
  void onlyWhatRemainsInTheBufferIsRead() {
    ByteBuffer bytes = ByteBuffer.wrap("headbodytail".getBytes(StandardCharsets.UTF_8), 4, 4);

    assertThat(Codecs.bytes().decode(bytes.duplicate())).isEqualTo(bytes("body"));
    assertThat(Codecs.bytes().decode(bytes.slice())).isEqualTo(bytes("body"));
    assertThat(Codecs.bytes().decode(bytes.duplicate().asReadOnlyBuffer()))
        .isEqualTo(bytes("body"));
    assertThat(Codecs.utf8().decode(bytes.duplicate())).isEqualTo("body");
    assertThat(Codecs.utf8().decode(bytes.duplicate().asReadOnlyBuffer())).isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Zürich", "中文", "😀", "a\u0000b", "\uFEFFx"})
  void textComesBackAsItWas(String text) {
    byte[] encoded = Codecs.utf8().encode(text);

    assertThat(encoded).isEqualTo(bytes(text));
    assertThat(Codecs.utf8().decode(ByteBuffer.wrap(encoded))).isEqualTo(text);
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    for (int[] wrong :
        new int[][] {{0xFF}, {0xC3}, {0xC0, 0x80}, {0xED, 0xA0, 0x80}, {'a', 0x80}}) {
      byte[] bytes = new byte[wrong.length];
      for (int i = 0; i < wrong.length; i++) {
        bytes[i] = (byte) wrong[i];
      }
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> Codecs.utf8().decode(ByteBuffer.wrap(bytes)))
          .withMessageContaining("UTF-8");
    }
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Codecs.utf8().encode("a\uD83D"))
        .withMessageContaining("UTF-8");
  }

  @Test
  void theSizeInMemoryIsKnownWithoutEncoding() {
    assertThat(Codecs.bytes().sized()).isTrue();
    assertThat(Codecs.bytes().sizeOf(new byte[1000])).hasValue(1016);
    assertThat(Codecs.utf8().sized()).isTrue();
    assertThat(Codecs.utf8().sizeOf("é".repeat(1000))).hasValue(1040);
    assertThat(Codecs.utf8().sizeOf("中".repeat(1000))).hasValue(2040);
    assertThat(Codecs.json(String.class).sized()).isFalse();
    assertThat(Codecs.json(String.class).sizeOf("x")).isEmpty();
  }

  @Test
  void twoCallsGiveEqualCodecs() {
    assertThat(Codecs.bytes()).isEqualTo(Codecs.bytes()).isNotEqualTo(Codecs.utf8());
    assertThat(Codecs.utf8()).isEqualTo(Codecs.utf8());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
