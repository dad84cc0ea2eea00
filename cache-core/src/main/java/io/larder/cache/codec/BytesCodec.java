package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/** Byte arrays as they are. */
final class BytesCodec implements Codec<byte[]> {

  static final BytesCodec INSTANCE = new BytesCodec();

  /** An array's header. */
  private static final int OVERHEAD = 16;

  private BytesCodec() {}

  @Override
  public byte[] encode(byte[] value) {
    return value.clone();
  }

  @Override
  public byte[] decode(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      // A range of an array is copied without being filled with zeros first.
      int from = bytes.arrayOffset() + bytes.position();
      return Arrays.copyOfRange(bytes.array(), from, from + bytes.remaining());
    }
    byte[] value = new byte[bytes.remaining()];
    bytes.get(value);
    return value;
  }

  @Override
  public OptionalLong sizeOf(byte[] value) {
    return OptionalLong.of(OVERHEAD + (long) value.length);
  }

  @Override
  public boolean sized() {
    return true;
  }

  @Override
  public String toString() {
    return "Codecs.bytes()";
  }
}
