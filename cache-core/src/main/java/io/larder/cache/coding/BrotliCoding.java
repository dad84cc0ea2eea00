package io.larder.cache.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.InputStream;

/** Brotli (RFC 7932). Only loaded if its library is to be used. */
final class BrotliCoding implements ContentCoding {

  /** Higher ones take many times as long for little. */
  private static final int QUALITY = 6;

  BrotliCoding() {
    Brotli4jLoader.ensureAvailability();
  }

  @Override
  public String token() {
    return "br";
  }

  @Override
  public byte[] encode(byte[] bytes, int from, int length) throws IOException {
    return Encoder.compress(bytes, from, length, Encoder.Parameters.create(QUALITY));
  }

  @Override
  public InputStream decoder(InputStream encoded) throws IOException {
    return new BrotliInputStream(encoded);
  }
}
