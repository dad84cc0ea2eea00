package io.larder.cache.codec;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The JDK's own way, with the header and the checksum of zlib (RFC 1950). */
final class DeflatePacking implements Packing {

  static final DeflatePacking INSTANCE = new DeflatePacking();

  /**
   * Of 60 KB of JSON a tenth is left, as with 6, the usual level, which takes four times as long.
   */
  private static final int LEVEL = 3;

  private DeflatePacking() {}

  @Override
  public int pack(byte[] plain, byte[] out, int from) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(plain);
      deflater.finish();
      int at = from;
      while (at < out.length && !deflater.finished()) {
        at += deflater.deflate(out, at, out.length - at);
      }
      return deflater.finished() ? at - from : -1;
    } finally {
      deflater.end(); // what it holds is not on the heap
    }
  }

  @Override
  public void unpack(ByteBuffer packed, byte[] plain) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int at = 0;
      for (int read = 1; read > 0 && at < plain.length; at += read) {
        read = inflater.inflate(plain, at, plain.length - at);
      }
      // One byte more than it said would come here; the checksum is only read now.
      int more = inflater.inflate(new byte[1]);
      if (at < plain.length || more > 0 || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new DataFormatException("not as long as it says");
      }
    } finally {
      inflater.end();
    }
  }
}
