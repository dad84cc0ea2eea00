package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {

  private static final byte[] OLD = secret('o', 16);
  private static final byte[] NEW = secret('n', 32);
  private static final Place PLACE =
      new Place("shop:people:1".getBytes(StandardCharsets.UTF_8), 1 << 20);

  private static byte[] secret(char letter, int bytes) {
    byte[] secret = new byte[bytes];
    Arrays.fill(secret, (byte) letter);
    return secret;
  }

  private static byte[] seal(SealingKeys keys) {
    return Codecs.utf8().sealed(keys).encode("value", PLACE);
  }

  private static String open(SealingKeys keys, byte[] sealed) {
    return Codecs.utf8().sealed(keys).decode(ByteBuffer.wrap(sealed), PLACE);
  }

  private static void assertUnknown(SealingKeys keys, byte[] sealed) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> open(keys, sealed))
        .withMessageContaining("not known here");
  }

  @Test
  void theFirstSealsAndAllOpen() {
    SealingKeys before = SealingKeys.of(OLD);
    SealingKeys introduced = SealingKeys.of(OLD, NEW);
    SealingKeys rotated = SealingKeys.of(NEW, OLD);
    SealingKeys after = SealingKeys.of(NEW);

    for (byte[] sealed : new byte[][] {seal(before), seal(introduced)}) {
      assertThat(open(before, sealed)).isEqualTo("value");
      assertThat(open(introduced, sealed)).isEqualTo("value");
      assertThat(open(rotated, sealed)).isEqualTo("value");
      assertUnknown(after, sealed);
    }
    for (byte[] sealed : new byte[][] {seal(rotated), seal(after)}) {
      assertUnknown(before, sealed);
      assertThat(open(introduced, sealed)).isEqualTo("value");
      assertThat(open(rotated, sealed)).isEqualTo("value");
      assertThat(open(after, sealed)).isEqualTo("value");
    }
  }

  @Test
  void theSameBytesAreTheSameKeyHoweverTheyCome() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES");
    generator.init(192);
    SecretKey key = generator.generateKey();

    assertThat(open(SealingKeys.of(key.getEncoded()), seal(SealingKeys.of(key))))
        .isEqualTo("value");
    assertThat(open(SealingKeys.of(new SecretKeySpec(NEW, "AES"), key), seal(SealingKeys.of(key))))
        .isEqualTo("value");
  }

  @Test
  void theBytesAreCopied() {
    byte[] secret = NEW.clone();
    SealingKeys keys = SealingKeys.of(secret);
    Arrays.fill(secret, (byte) 0);

    assertThat(open(SealingKeys.of(NEW), seal(keys))).isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 31, 33, 64})
  void aKeyOfAnotherLengthIsRefused(int length) {
    byte[] secret = secret('s', length);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.of(OLD, secret))
        .withMessageContaining("has " + length + " bytes")
        .withMessageContaining("16, 24 or 32")
        .withMessageNotContaining("sss");
  }

  @Test
  void whatIsNoKeyOrThereTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.of(new byte[16]))
        .withMessageContaining("zeros");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.of(NEW, OLD, NEW.clone()))
        .withMessageContaining("the same");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.of(new SecretKeySpec(NEW, "ChaCha20")))
        .withMessageContaining("AES");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKeys.of(new InHardware()))
        .withMessageContaining("does not give out its bytes");
  }

  /** One that seals by itself, somewhere else. */
  private static final class InHardware implements SecretKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }

  @Test
  void nothingShowsAKey() {
    SealingKeys keys = SealingKeys.of(NEW, OLD);
    String all =
        keys
            + " "
            + Codecs.utf8().sealed(keys)
            + " "
            + new String(seal(keys), StandardCharsets.ISO_8859_1);

    assertThat(keys).hasToString("SealingKeys[2]");
    assertThat(all).doesNotContain("nnnn", "oooo", HexFormat.of().formatHex(NEW, 0, 4));
  }
}
