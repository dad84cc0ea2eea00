package io.larder.cache.memory;

import io.larder.cache.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A codec of text for these tests.
 *
 * @param sized whether it knows sizes
 */
record Texts(boolean sized) implements Codec<String> {

  @Override
  public byte[] encode(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String decode(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Override
  public OptionalLong sizeOf(String value) {
    return sized ? OptionalLong.of(value.length()) : OptionalLong.empty();
  }
}
