package io.larder.cache.coding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Zstandard (RFC 8878), with a checksum. Only loaded if its library is to be used. */
final class ZstdCoding implements ContentCoding {

  /** Once for all clients, so it may take longer than usual; its window fits RFC 9659's 8 MB. */
  private static final int LEVEL = 9;

  @Override
  public String token() {
    return "zstd";
  }

  @Override
  public byte[] encode(byte[] bytes, int from, int length) throws IOException {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL).setChecksum(true);
      byte[] encoded = new byte[Math.toIntExact(Zstd.compressBound(length))];
      int size = context.compressByteArray(encoded, 0, encoded.length, bytes, from, length);
      return Arrays.copyOf(encoded, size);
    } catch (RuntimeException e) {
      throw new IOException("zstd could not encode a body", e);
    }
  }

  @Override
  public InputStream decoder(InputStream encoded) throws IOException {
    return new ZstdInputStreamNoFinalizer(encoded);
  }
}
