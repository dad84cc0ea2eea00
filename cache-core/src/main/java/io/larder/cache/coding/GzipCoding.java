package io.larder.cache.coding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What every client knows (RFC 1952), with a checksum of what was encoded. */
final class GzipCoding implements ContentCoding {

  @Override
  public String token() {
    return "gzip";
  }

  @Override
  public byte[] encode(byte[] bytes, int from, int length) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(Math.max(64, length / 4));
    try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
      out.write(bytes, from, length);
    }
    return encoded.toByteArray();
  }

  @Override
  public InputStream decoder(InputStream encoded) throws IOException {
    return new GZIPInputStream(encoded, 8192);
  }
}
