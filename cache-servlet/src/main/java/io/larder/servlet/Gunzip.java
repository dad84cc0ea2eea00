package io.larder.servlet;

import io.larder.http.FieldLists;
import io.larder.http.HttpFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads what a handler has encoded itself. */
final class Gunzip {
  /** So much is read at most: what is packed in a page can be far more than the page. */
  private static final int MOST = 8 << 20;

  private Gunzip() {}

  /**
   * The content without gzip, or as it is if it has no encoding or another one. Of what is broken,
   * the part that can be read is not told: that is no page to a browser either.
   */
  static byte[] ifEncoded(HttpFields fields, byte[] body) {
    List<String> encodings = FieldLists.members(fields, "Content-Encoding");
    boolean gzip =
        encodings.size() == 1
            && (encodings.get(0).equalsIgnoreCase("gzip")
                || encodings.get(0).equalsIgnoreCase("x-gzip"));
    if (!gzip) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(MOST);
    } catch (IOException e) {
      return body;
    }
  }
}
