package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Text in UTF-8, where what is malformed is refused both ways. */
final class Utf8Codec implements Codec<String> {

  static final Utf8Codec INSTANCE = new Utf8Codec();

  /** The headers of a string and of its array. */
  private static final int OVERHEAD = 40;

  private Utf8Codec() {}

  @Override
  public byte[] encode(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new CodecException("a text with half a surrogate pair cannot be written as UTF-8", e);
    }
  }

  @Override
  public String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new CodecException("bytes that are no UTF-8 cannot be read as text", e);
    }
  }

  @Override
  public OptionalLong sizeOf(String value) {
    return OptionalLong.of(OVERHEAD + (long) value.length() * (isLatin1(value) ? 1 : 2));
  }

  @Override
  public boolean sized() {
    return true;
  }

  /** Returns whether the JVM keeps the text in one byte a character (JEP 254). */
  private static boolean isLatin1(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "Codecs.utf8()";
  }
}
