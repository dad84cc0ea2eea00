package io.larder.testkit.contract;

import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Text as UTF-8, its size known: what the contract stores. */
record TextCodec() implements Codec<String> {

  @Override
  public byte[] encode(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new CodecException("this is no UTF-8", e);
    }
  }

  @Override
  public OptionalLong sizeOf(String value) {
    return OptionalLong.of(value.length());
  }

  @Override
  public boolean sized() {
    return true;
  }
}
