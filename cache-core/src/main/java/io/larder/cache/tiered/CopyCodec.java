package io.larder.cache.tiered;

import io.larder.cache.CacheEntry;
import io.larder.cache.codec.Codec;
import io.larder.cache.codec.CodecException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * Stands for copies of entries, which are kept by reference: knows the sizes that their values'
 * codec knows.
 */
record CopyCodec<V>(Codec<V> values) implements Codec<CacheEntry<V>> {

  @Override
  public byte[] encode(CacheEntry<V> copy) {
    throw new CodecException("copies are not written", null);
  }

  @Override
  public CacheEntry<V> decode(ByteBuffer bytes) {
    throw new CodecException("copies are not read", null);
  }

  @Override
  public OptionalLong sizeOf(CacheEntry<V> copy) {
    V value = copy.value();
    return value == null ? OptionalLong.of(0) : values.sizeOf(value);
  }

  @Override
  public boolean sized() {
    return values.sized();
  }
}
