package io.larder.cache.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/** Zstandard (RFC 8878), with its checksum. Only loaded if its library is to be used. */
final class ZstdPacking implements Packing {

  @Override
  public int pack(byte[] plain, byte[] out, int from) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(Zstd.defaultCompressionLevel()).setChecksum(true);
      return context.compressByteArray(out, from, out.length - from, plain, 0, plain.length);
    } catch (ZstdException e) {
      return -1; // mostly for want of room; what it cannot pack stays as it is in any case
    }
  }

  @Override
  public void unpack(ByteBuffer packed, byte[] plain) throws DataFormatException {
    int length;
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      length =
          context.decompressByteArray(
              plain, 0, plain.length, packed.array(), packed.arrayOffset(), packed.remaining());
    } catch (ZstdException e) {
      throw new DataFormatException(e.getMessage());
    }
    if (length != plain.length) {
      throw new DataFormatException("not as long as it says");
    }
  }
}
