package io.larder.cache.codec;

import io.larder.cache.coding.ContentCodings;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How bytes that are not written as they are say so: by a mark in front of them.
 *
 * <pre>
 *  0  1  C1, which is in no text in UTF-8
 *  1  1  what follows: 0 the bytes as they are, which begin with C1 themselves
 *                      1 zlib, 2 zstd: a length of 4 bytes, and what becomes that long
 *                      3 sealed: see {@code SealingKeys}
 * </pre>
 *
 * <p>Numbers are big-endian.
 */
final class Frame {

  static final byte MARK = (byte) 0xC1;

  static final byte AS_IS = 0;
  static final byte DEFLATE = 1;
  static final byte ZSTD = 2;
  static final byte SEALED = 3;

  /** The mark, and what follows. */
  static final int HEADER = 2;

  /** What {@link io.larder.cache.Limits} allows a value at most. */
  static final int MOST_BYTES = 1 << 29;

  private Frame() {}

  /** Returns the way of packing that a mark names; null: it names none that is known here. */
  static @Nullable Packing packing(byte form) {
    return switch (form) {
      case DEFLATE -> DeflatePacking.INSTANCE;
      case ZSTD -> Zstd.USABLE;
      default -> null;
    };
  }

  /** Loaded when it is asked for, since its library may be missing. */
  private static final class Zstd {
    static final @Nullable Packing USABLE =
        ContentCodings.find("zstd") == null ? null : new ZstdPacking();
  }

  /** Returns whether bytes have a mark. */
  static boolean isMarked(ByteBuffer bytes) {
    return bytes.hasRemaining() && bytes.get(bytes.position()) == MARK;
  }

  /** Returns what remains in a buffer from there on, in one with an array, which is not changed. */
  static ByteBuffer heap(ByteBuffer bytes, int from) {
    if (bytes.hasArray()) {
      return bytes.slice(bytes.position() + from, bytes.remaining() - from);
    }
    byte[] copy = new byte[bytes.remaining() - from];
    bytes.get(bytes.position() + from, copy);
    return ByteBuffer.wrap(copy);
  }
}
