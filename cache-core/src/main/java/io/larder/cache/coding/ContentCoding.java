package io.larder.cache.coding;

import java.io.IOException;
import java.io.InputStream;

/**
 * A way to write a body in fewer bytes, as clients know it by its name (RFC 9110, 8.4.1).
 *
 * <p>Thread-safe. The same bytes are always written in the same way by one version of a library.
 */
public interface ContentCoding {

  /** The name, in lower case, as it stands in {@code Content-Encoding}. */
  String token();

  /**
   * Encodes a part of an array.
   *
   * @param from where it begins
   * @param length its length in bytes
   * @throws IOException if the library refuses it
   */
  byte[] encode(byte[] bytes, int from, int length) throws IOException;

  /**
   * Returns what reads the bytes as they were before.
   *
   * @throws IOException if they do not begin as this coding does; reading throws it for what comes
   *     later
   */
  InputStream decoder(InputStream encoded) throws IOException;
}
