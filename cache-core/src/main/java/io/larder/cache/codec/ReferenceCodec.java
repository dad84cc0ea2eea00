package io.larder.cache.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

/** Stands for values of a type that are kept by reference, in a store that never writes them. */
record ReferenceCodec<V>(Type type) implements Codec<V> {

  @Override
  public byte[] encode(V value) {
    throw new CodecException("values of " + this + " are not written", null);
  }

  @Override
  public V decode(ByteBuffer bytes) {
    throw new CodecException("values of " + this + " are not read", null);
  }

  @Override
  public String toString() {
    return "references to " + type.getTypeName();
  }
}
