package io.larder.servlet;

import io.larder.cache.Page;
import io.larder.cache.coding.ContentCodings;
import io.larder.http.CompressionRules;
import io.larder.http.HttpFields;
import io.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compress} says of a rule: in which content coding its pages are stored.
 *
 * @param coding the name of the coding, or null for none
 */
record Compression(@Nullable String coding) {

  static final Compression NONE = new Compression(null);
  static final Compression GZIP = new Compression("gzip");

  /** As a line says it. */
  static Compression parse(String text) {
    return switch (text) {
      case "true" -> GZIP;
      case "false" -> NONE;
      default -> in(text);
    };
  }

  /**
   * In a coding.
   *
   * @throws IllegalArgumentException if it is not known, or its library is missing
   */
  static Compression in(String coding) {
    String library =
        switch (coding) {
          case "gzip" -> null;
          case "br" -> "com.aayushatharva.brotli4j:brotli4j";
          case "zstd" -> "com.github.luben:zstd-jni";
          default ->
              throw new IllegalArgumentException(
                  "compress '" + coding + "' is no content coding: there are gzip, br and zstd");
        };
    if (library != null && ContentCodings.find(coding) == null) {
      throw new IllegalArgumentException(
          "compress is "
              + coding
              + ", which needs "
              + library
              + " with its native part: add it to the class path, or say compress=gzip");
    }
    return new Compression(coding);
  }

  /** A page as it is stored: encoded, if it may be and that is worth it. */
  Page of(Page page) {
    return coding == null
            || page.coding() != null
            || page.bodyLength() < CompressionRules.MIN_BYTES
            || !mayEncode(page.status(), PageWriter.fields(page))
        ? page
        : page.encoded(coding);
  }

  /**
   * Says on the first answer, of which only the handler's own form may be known by now, what those
   * have to know who keep it: that others get another one.
   *
   * @param handlers the fields that the handler has set
   * @param body all of it; null if it is not known yet
   */
  void announce(
      int status, HttpFields handlers, @Nullable WholeBody body, HttpServletResponse response) {
    boolean small = body != null && body.size() < CompressionRules.MIN_BYTES;
    if (coding != null && !small && mayEncode(status, handlers)) {
      response.addHeader("Vary", "Accept-Encoding");
    }
  }

  /** Whether a page in a coding, of which a handler has confirmed the content, may stay so. */
  static boolean mayEncode(int status, HttpFields handlers) {
    return CompressionRules.mayEncode(new ResponseHead(status, handlers));
  }
}
