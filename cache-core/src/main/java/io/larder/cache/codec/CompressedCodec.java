package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what another codec has written in fewer bytes, where that is worth it, and reads it
 * however it was written; see {@link Frame}.
 */
record CompressedCodec<V>(Codec<V> inner, Compression compression) implements Codec<V> {

  private static final int HEADER = Frame.HEADER + 4;

  /** Nothing is read that is so many times as long as what is stored; none is written so. */
  private static final int MOST_TIMES = 1000;

  CompressedCodec {
    Objects.requireNonNull(compression, "compression");
  }

  @Override
  public byte[] encode(V value) {
    return packed(inner.encode(value), Frame.MOST_BYTES);
  }

  @Override
  public byte[] encode(V value, Place place) {
    return packed(inner.encode(value, place), place.maxBytes());
  }

  @Override
  public V decode(ByteBuffer bytes) {
    return inner.decode(plain(bytes, Frame.MOST_BYTES));
  }

  @Override
  public V decode(ByteBuffer bytes, Place place) {
    return inner.decode(plain(bytes, place.maxBytes()), place);
  }

  private byte[] packed(byte[] plain, long most) {
    if (plain.length >= compression.threshold() && plain.length <= most) {
      byte[] packed =
          switch (compression.format()) {
            case NONE -> null;
            case DEFLATE -> packed(plain, Frame.DEFLATE);
            case ZSTD -> packed(plain, Frame.ZSTD);
          };
      if (packed != null) {
        return packed;
      }
    }
    if (plain.length == 0 || plain[0] != Frame.MARK) {
      return plain;
    }
    byte[] marked = new byte[Frame.HEADER + plain.length];
    marked[0] = Frame.MARK;
    marked[1] = Frame.AS_IS;
    System.arraycopy(plain, 0, marked, Frame.HEADER, plain.length);
    return marked;
  }

  private static byte @Nullable [] packed(byte[] plain, byte form) {
    Packing packing = Frame.packing(form);
    int room = plain.length - plain.length / 10;
    if (packing == null || room <= HEADER) {
      return null;
    }
    byte[] out = new byte[room];
    int length = packing.pack(plain, out, HEADER);
    if (length < 0 || plain.length / MOST_TIMES > length) {
      return null;
    }
    ByteBuffer.wrap(out).put(Frame.MARK).put(form).putInt(plain.length);
    return Arrays.copyOf(out, HEADER + length);
  }

  private static ByteBuffer plain(ByteBuffer bytes, long most) {
    if (!Frame.isMarked(bytes)) {
      return bytes;
    }
    byte form = bytes.remaining() < Frame.HEADER ? -1 : bytes.get(bytes.position() + 1);
    if (form == Frame.AS_IS) {
      return bytes.position(bytes.position() + Frame.HEADER);
    }
    if (form == Frame.SEALED) {
      throw new CodecException("a value that is sealed, and there are no keys here", null);
    }
    Packing packing = Frame.packing(form);
    if (packing == null) {
      throw new CodecException("a value that is written in a way that is not known here", null);
    }
    return ByteBuffer.wrap(unpacked(packing, bytes, most));
  }

  private static byte[] unpacked(Packing packing, ByteBuffer bytes, long most) {
    int packed = bytes.remaining() - HEADER;
    long length = packed < 0 ? -1 : bytes.getInt(bytes.position() + Frame.HEADER);
    if (length < 0 || length > most || length / MOST_TIMES > packed) {
      throw new CodecException("a compressed value that is longer than allowed", null);
    }
    byte[] plain = new byte[(int) length];
    try {
      packing.unpack(Frame.heap(bytes, HEADER), plain);
    } catch (DataFormatException e) {
      throw new CodecException("a compressed value that is damaged", e);
    }
    return plain;
  }

  @Override
  public Codec<V> compressed(Compression compression) {
    Objects.requireNonNull(compression, "compression");
    return this;
  }

  @Override
  public OptionalLong sizeOf(V value) {
    return inner.sizeOf(value);
  }

  @Override
  public String schema() {
    return inner.schema();
  }

  @Override
  public boolean sized() {
    return inner.sized();
  }

  @Override
  public String toString() {
    return inner + (compression.format() == Compression.Format.NONE ? "" : ", compressed");
  }
}
