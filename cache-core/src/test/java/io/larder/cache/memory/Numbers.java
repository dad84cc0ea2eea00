package io.larder.cache.memory;

import io.larder.cache.codec.Codec;
import java.nio.ByteBuffer;

/** A codec of numbers for these tests, which knows no sizes. */
record Numbers() implements Codec<Long> {

  @Override
  public byte[] encode(Long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public Long decode(ByteBuffer bytes) {
    return bytes.getLong();
  }
}
