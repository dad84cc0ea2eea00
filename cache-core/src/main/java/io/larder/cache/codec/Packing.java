package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** A way to write bytes in fewer, with a checksum of them. Thread-safe. */
interface Packing {

  /**
   * Packs bytes into the rest of an array.
   *
   * @return how many were written, or -1 if there is no room
   */
  int pack(byte[] plain, byte[] out, int from);

  /**
   * Fills an array with what bytes were packed from.
   *
   * @param packed has an array
   * @throws DataFormatException if they were packed from anything shorter or longer, or have been
   *     damaged
   */
  void unpack(ByteBuffer packed, byte[] plain) throws DataFormatException;
}
